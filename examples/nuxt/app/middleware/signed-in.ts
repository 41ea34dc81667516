/** Lets only people see a page who are signed in; everybody else is sent to the login, and back to it. */
export default defineNuxtRouteMiddleware(({ fullPath }) => {
  if (useSession().value) return
  return navigateTo({ path: '/login', query: { return_to: fullPath } }, { external: true })
})
