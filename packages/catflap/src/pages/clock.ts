/** The one script of our pages: what the clock shows, for people to read. */

/**
 * Puts the times of a page into the person's own zone; without it they are UTC, and say so. It stands
 * before them and changes each as it comes, so that nothing moves that has been painted.
 */
export const CLOCK = `const tell=()=>{for(const time of document.querySelectorAll('time')){const text=new Date(time.dateTime).toLocaleString(document.documentElement.lang,{dateStyle:'medium',timeStyle:'medium',hourCycle:'h23'})
if(time.textContent!==text)time.textContent=text}}
const watcher=new MutationObserver(tell)
watcher.observe(document,{childList:true,subtree:true})
document.addEventListener('DOMContentLoaded',()=>{watcher.disconnect();tell()})`
