import type { LoaderFunctionArgs } from 'react-router'
import { login } from '../login.server'

const answer = ({ request }: LoaderFunctionArgs) => login.handle(request)

export { answer as action, answer as loader }
