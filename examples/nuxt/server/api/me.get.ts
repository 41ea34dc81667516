export default defineGuardedHandler(({ sub, groups }) => ({ sub, groups }))
