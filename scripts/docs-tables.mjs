/**
 * @typedef {{ title: string, causes: readonly string[], fix: string }} ErrorText
 * @typedef {{ what: string, fix: string }} StoreText
 * @typedef {'en' | 'zh'} Language
 *
 * What the documents are made of: the code's own tables, and the outcome of each fault.
 * @typedef {object} Tables
 * @property {Readonly<Record<string, { readonly status: number }>>} errors
 * @property {Readonly<Record<Language, Readonly<Record<string, ErrorText>>>>} texts
 * @property {(code: any, language: Language) => ErrorText} elsewhere
 * @property {Readonly<Record<Language, Readonly<Record<string, StoreText>>>>} reasons
 * @property {Readonly<Record<string, { readonly en: string, readonly zh: string }>>} faults
 * @property {Readonly<Record<string, string | number>>} outcomes
 */

export {}
