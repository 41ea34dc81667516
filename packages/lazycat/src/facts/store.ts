/** What LazyCat's store asks of a package; a box asks for none of it. */
import { type Fact, page, said } from './source.ts'

/** The width and height that the store suggests for an icon, in pixels. */
export const ICON_SIZE: Fact<number> = {
  value: 512,
  about: {
    en: 'Width and height of an icon that the store suggests, in pixels; no tool refuses a smaller one.',
    zh: '商店建议的图标边长（像素）；没有工具会拒绝更小的图标。',
  },
  confidence: 'documented',
  source: page('store-submission-guide'),
}

/** The most bytes of an icon. */
export const ICON_BYTES: Fact<number> = {
  value: 200 * 1024,
  about: {
    en: 'Bytes of an icon above which the store’s lint warns.',
    zh: '图标超过此字节数时，商店的 lint 会警告。',
  },
  confidence: 'observed',
  source: said('lint of lzc-cli 2.0.9', 'lzc-cli 2.0.9 的 lint'),
}

/** Where the store wants images to come from. */
export const STORE_REGISTRY: Fact = {
  value: 'registry.lazycat.cloud/',
  about: {
    en: 'How the name of every image in the store begins.',
    zh: '商店应用的镜像名都以它开头。',
  },
  confidence: 'documented',
  source: page('store-submission-guide'),
}
