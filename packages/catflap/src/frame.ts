/** The frame of the library's pages, for whoever stands beside it with pages of its own: `catflap/frame`. */
export { wantsPage } from './pages/error-response.ts'
export { escapeHtml, type PageContent, page } from './pages/page.ts'
