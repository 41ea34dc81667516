/**
 * The check of the key that names and seals what no session's cookie opens: whoever reads the store
 * must not find it there.
 */
import type { Settings } from '../configuration/options.ts'
import { STORE_TEXTS } from '../pages/store-texts.ts'
import type { StoreAddress } from '../store/open-store.ts'
import type { SessionStore } from '../store/store.ts'
import { StoreError, saying } from '../store/store-error.ts'
import { type Finding, notChecked, ok, problem, type Text, warning } from './finding.ts'

const CONFIGURED: Text = { en: 'a configured secret', zh: '已配置的密钥' }
const BESIDE: Text = { en: 'beside the store', zh: '在存储之外' }

/**
 * Looks where the key is; makes none.
 *
 * @param store - `undefined` when it does not answer
 */
export async function checkStoreKey(
  { secrets }: Settings['session'],
  address: StoreAddress | undefined,
  store: SessionStore | undefined,
): Promise<Finding> {
  try {
    // With a secret configured, too: what was named before it is found by the kept key.
    await store?.keepKey?.()
  } catch (error) {
    return damaged(error)
  }
  if (secrets.length > 0) return ok('store-key', CONFIGURED)
  if (store === undefined) return notChecked('store-key', 'store')
  if (address?.kind !== 'redis' && store.keepKey !== undefined) return ok('store-key', BESIDE)
  return warning('store-key', {
    expected: { en: 'a key that is not in the store', zh: '不在存储之中的密钥' },
    seen: { en: 'a key in the store', zh: '密钥就在存储之中' },
    fix: {
      en: 'Set CATFLAP_SECRET: until then, whoever reads the store can tell whose sessions it holds and open the cookies of logins under way.',
      zh: '请设置 CATFLAP_SECRET：在此之前，能读取存储的人可以得知其中是谁的会话，也能解开进行中的登录 cookie。',
    },
  })
}

function damaged(error: unknown): Finding {
  const reason = error instanceof StoreError ? error.reason : 'UNKNOWN'
  const [en, zh] = [STORE_TEXTS.en[reason], STORE_TEXTS.zh[reason]]
  const said = saying(error)
  return problem('store-key', {
    expected: { en: 'a key file that is whole', zh: '完整的密钥文件' },
    seen: { en: `${reason}: ${en.what} (${said})`, zh: `${reason}：${zh.what}（${said}）` },
    fix: { en: en.fix, zh: zh.fix },
  })
}
