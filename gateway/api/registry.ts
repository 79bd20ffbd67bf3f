import type { Endpoint } from './endpoint.ts'
import { orderEndpoints } from './orders.ts'
import { routingDecisionEndpoints } from './routing-decisions.ts'

/** Every endpoint of the API, in the order in which the documentation shows them. A new resource is a file beside this one and a line here. */
export const endpoints: readonly Endpoint[] = [...orderEndpoints, ...routingDecisionEndpoints]
