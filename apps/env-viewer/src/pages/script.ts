/**
 * The one script of the pages, inline and allowed by its hash: it improves what works without it.
 */
import { createHash } from 'node:crypto'

/** Copy buttons: they appear where copying works, and say when it is done. */
export const SCRIPT = `document.querySelectorAll('[data-copy]').forEach(b=>{
if(!navigator.clipboard)return
b.hidden=false
b.onclick=()=>navigator.clipboard.writeText(document.getElementById(b.dataset.copy).textContent).then(()=>{b.textContent=b.dataset.done})})`

/** Its source expression for a Content-Security-Policy. */
export const SCRIPT_HASH: string = `'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'`
