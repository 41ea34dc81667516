import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readOwn } from '../../src/cli/init/files.ts'
import { type Writing, writeFiles } from '../../src/cli/init/write-files.ts'
import { contentsOf, makeFolder } from './support.ts'

const writing = (folder: string, name: string, text: string): Writing => ({
  path: join(folder, name),
  bytes: Buffer.from(text),
  mode: 0o644,
  previous: readOwn(folder, name),
})

describe('several files', () => {
  it('are written with their modes, and nothing else stays', () => {
    const folder = makeFolder({ old: 'before' })
    writeFiles([
      { ...writing(folder, 'run.sh', '#!/bin/sh\n'), mode: 0o755 },
      writing(folder, 'old', 'after'),
    ])
    expect(contentsOf(folder)).toEqual({ 'run.sh': '#!/bin/sh\n', old: 'after' })
    expect(statSync(join(folder, 'run.sh')).mode & 0o777).toBe(0o755)
  })

  it('leave no trace when one of them cannot be written at all', () => {
    const folder = makeFolder({ old: 'before' })
    const missing = { ...writing(folder, 'c', ''), path: join(folder, 'old/c') }
    const files = [writing(folder, 'a', '1'), writing(folder, 'old', 'after'), missing]
    expect(() => writeFiles(files)).toThrow(/cannot write c in this folder \((ENOTDIR|EEXIST)\)/)
    expect(contentsOf(folder)).toEqual({ old: 'before' })
  })

  it('get the folders that they need, which go again when one of them cannot be written', () => {
    const folder = makeFolder({ old: 'before' })
    const deep = writing(folder, 'app/private/page.tsx', 'page')
    const missing = { ...writing(folder, 'c', ''), path: join(folder, 'old/c') }
    expect(() => writeFiles([deep, missing])).toThrow('cannot write c')
    expect(readdirSync(folder)).toEqual(['old'])
    writeFiles([deep])
    expect(contentsOf(folder)).toEqual({ old: 'before', 'app/private/page.tsx': 'page' })
  })

  it('are all taken back when one of them does not get its name', () => {
    const folder = makeFolder({ old: 'before' })
    const files = [writing(folder, 'a', '1'), writing(folder, 'old', 'after')]
    mkdirSync(join(folder, 'c'))
    writeFileSync(join(folder, 'c/inner'), '')
    const taken = { path: join(folder, 'c'), bytes: Buffer.from(''), mode: 0o644 }
    const previous = { path: taken.path, bytes: taken.bytes, mode: taken.mode }
    expect(() => writeFiles([...files, { ...taken, previous }])).toThrow('cannot write c')
    expect(contentsOf(folder)).toEqual({ old: 'before', 'c/inner': '' })
  })

  it('never replace what has come to be since the look', () => {
    const folder = makeFolder()
    const files = [writing(folder, 'a', '1'), writing(folder, 'b', '2')]
    writeFileSync(join(folder, 'b'), 'somebody else')
    expect(() => writeFiles(files)).toThrow('cannot write b in this folder (EEXIST)')
    expect(contentsOf(folder)).toEqual({ b: 'somebody else' })
  })
})
