/** All frameworks by name, and how package.json tells them. */
import type { Framework } from './framework.ts'
import { astro, nest, nuxt, reactRouter, sveltekit } from './joined.ts'
import { next } from './next.ts'
import { express, fastify, hono, koa, node } from './servers.ts'
import { staticFiles } from './static.ts'

/** Names of the frameworks; `node` is none, just node:http, and `static` a single-page app. */
export const FRAMEWORK_NAMES = [
  'node',
  'hono',
  'express',
  'fastify',
  'koa',
  'next',
  'sveltekit',
  'astro',
  'nuxt',
  'react-router',
  'nest',
  'static',
] as const

export type FrameworkName = (typeof FRAMEWORK_NAMES)[number]

export const FRAMEWORKS: Readonly<Record<FrameworkName, Framework>> = {
  node,
  hono,
  express,
  fastify,
  koa,
  next,
  sveltekit,
  astro,
  nuxt,
  'react-router': reactRouter,
  nest,
  static: staticFiles,
}

/**
 * The frameworks that some packages show. One with a layout of its own is the only one then: what else is
 * there works inside it, such as Express in NestJS or Vite in SvelteKit.
 */
export function frameworksOf(
  packages: Readonly<Record<string, unknown>>,
): readonly FrameworkName[] {
  const found = FRAMEWORK_NAMES.filter((name) =>
    FRAMEWORKS[name].marks.some((mark) => packages[mark] !== undefined),
  )
  const whole = found.filter((name) => FRAMEWORKS[name].kind === 'project')
  const servers = found.filter((name) => FRAMEWORKS[name].kind === 'server')
  if (whole.length > 0) return whole
  return servers.length > 0 ? servers : found
}
