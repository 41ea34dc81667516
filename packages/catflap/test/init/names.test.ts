import { describe, expect, it } from 'vitest'
import { derivePackageId, isPackageId, subdomainOf } from '../../src/cli/init/lazycat/names.ts'

describe('the package id for a name', () => {
  it.each([
    ['cats', 'app.cats'],
    ['My Cats', 'app.my-cats'],
    ['my_cats', 'app.my-cats'],
    ['my--cats-', 'app.my-cats'],
    ['cats.example.org', 'app.cats-example-org'],
    ['Crème', 'app.creme'],
    ['cats2', 'app.cats2'],
    ['@acme/cats', 'acme.cats'],
    ['@ACME/My_Cats', 'acme.my-cats'],
    ['猫cats', 'app.cats'],
    [`a${'b'.repeat(62)}`, `app.a${'b'.repeat(62)}`],
    [`a${'b'.repeat(63)}`, undefined],
    ['猫', undefined],
    ['2048', undefined],
    ['@1/cats', undefined],
    ['', undefined],
    ['---', undefined],
  ])('%j is %j', (name, id) => {
    expect(derivePackageId(name)).toBe(id)
  })
})

describe('a package id', () => {
  it.each([
    ['app.cats', true],
    ['dev.example.my-cats2', true],
    ['cats', false],
    ['app.Cats', false],
    ['app.my_cats', false],
    ['app.2cats', false],
    ['app.-cats', false],
    ['app.my--cats', false],
    ['app..cats', false],
    ['app.cats.', false],
    ['app.cats\n', false],
    ['', false],
  ])('%j: %j', (id, good) => {
    expect(isPackageId(id)).toBe(good)
  })

  it('ends with the subdomain', () => {
    expect(subdomainOf('dev.example.my-cats')).toBe('my-cats')
  })
})
