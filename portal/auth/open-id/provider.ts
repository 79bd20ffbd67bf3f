import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import type { Claims } from '../../../engine/people/open-id.ts'
import type { OpenIdSettings } from '../../../engine/people/security-settings.ts'
import type { PortalDeps } from '../../deps.ts'

const timeoutSeconds = 10

/** Reads what a provider publishes of itself (OpenID Connect Discovery §4). Throws when it cannot be reached or is none. */
export async function openProvider(
  { box, callOut }: Pick<PortalDeps, 'box' | 'callOut'>,
  { issuer, clientId, clientSecret }: Pick<OpenIdSettings, 'issuer' | 'clientId' | 'clientSecret'>,
): Promise<Configuration> {
  const secret = clientSecret && box.open(clientSecret)
  return await discovery(new URL(issuer), clientId, secret, secret ? undefined : None(), {
    timeout: timeoutSeconds,
    ...(callOut ? { [customFetch]: (url: string, options: object) => callOut.fetch(url, options) } : {}),
    // Without this the library takes TLS to the token endpoint for enough, and looks at no signature.
    execute: [enableNonRepudiationChecks, ...(callOut?.allowPlain ? [allowInsecureRequests] : [])],
  })
}

/** What has to be remembered between sending somebody to a provider and their coming back. */
export interface Errand {
  state: string
  nonce: string
  verifier: string
}

/** The provider's address to send somebody to: authorization code with PKCE (RFC 7636), state and nonce. */
export async function beginErrand(
  provider: Configuration,
  { redirectUri, errand }: { redirectUri: string; errand: Errand },
): Promise<URL> {
  return buildAuthorizationUrl(provider, {
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid email profile',
    state: errand.state,
    nonce: errand.nonce,
    code_challenge: await calculatePKCECodeChallenge(errand.verifier),
    code_challenge_method: 'S256',
  })
}

export function newErrand(): Errand {
  return { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() }
}

/**
 * Turns the answer that somebody came back with into what the provider says of them: the checked ID token's claims, and where they lack some of `wanted` those of the
 * userinfo endpoint too. Throws when anything does not fit.
 */
export async function endErrand(
  provider: Configuration,
  { answer, errand, wanted }: { answer: URL; errand: Errand; wanted: string[] },
): Promise<Claims> {
  const tokens = await authorizationCodeGrant(provider, answer, {
    expectedState: errand.state,
    expectedNonce: errand.nonce,
    pkceCodeVerifier: errand.verifier,
    idTokenExpected: true,
  })
  const claims = tokens.claims()!
  const complete = wanted.every(name => claims[name] !== undefined)
  if (complete || !provider.serverMetadata().userinfo_endpoint) return claims
  return { ...(await fetchUserInfo(provider, tokens.access_token, claims.sub)), ...claims }
}
