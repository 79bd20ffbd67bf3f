import { createPrivateKey, createPublicKey } from 'node:crypto'
import { type Certificate, type KeyPair, readCertificate } from './cms/certificate.ts'
import { CmsProblem, type CmsResult, settle } from './cms/problem.ts'

interface KeyPairPem {
  privateKey: string
  certificate: string
}

/**
 * Parsing an RSA key costs more than signing with it, and settings are read afresh for every message: what was parsed is kept
 * by its PEM text, oldest dropped first.
 */
class Parsed<T> {
  private readonly entries = new Map<string, CmsResult<T>>()
  private readonly parse: (pem: string) => T
  constructor(parse: (pem: string) => T) {
    this.parse = parse
  }
  get(pem: string): CmsResult<T> {
    const known = this.entries.get(pem)
    if (known) return known
    const result = settle(() => this.parse(pem))
    if (this.entries.size >= 1000) this.entries.delete(this.entries.keys().next().value ?? '')
    this.entries.set(pem, result)
    return result
  }
}

const certificates = new Parsed(pem => readCertificate(pem))
const privateKeys = new Parsed(pem => {
  try {
    return createPrivateKey(pem)
  } catch (error) {
    throw new CmsProblem('malformed', `not a private key: ${error instanceof Error ? error.message : error}`)
  }
})

function take<T>(result: CmsResult<T>): T {
  if (!result.ok) throw new CmsProblem(result.reason, result.detail)
  return result.value
}

/** Parses a key with its certificate and checks that they belong together. */
export function readKeyPair(pem: KeyPairPem): CmsResult<KeyPair> {
  return keyPairs.get(`${pem.privateKey}\0${pem.certificate}`)
}

const keyPairs = new Parsed(joined => {
  const [privateKey = '', certificate = ''] = joined.split('\0')
  return checkKeyPair({ privateKey, certificate })
})

function checkKeyPair(pem: KeyPairPem): KeyPair {
  const pair = {
    privateKey: take(privateKeys.get(pem.privateKey)),
    certificate: take(certificates.get(pem.certificate)),
  }
  if (!createPublicKey(pair.privateKey).equals(pair.certificate.publicKey)) {
    throw new CmsProblem('malformed', 'the private key does not belong to the certificate')
  }
  return pair
}

/** Parses a partner's certificate. */
export function readPartnerCertificate(pem: string): CmsResult<Certificate> {
  return certificates.get(pem)
}

/** Our keys and the partner's certificates, parsed, with the moment from which each is used for what we send. */
export interface Credentials {
  /** What we decrypt with. */
  own: Dated<KeyPair>[]
  /** What we sign with. */
  signers: Dated<KeyPair>[]
  /** What we verify under. */
  partner: Dated<{ certificate: Certificate }>[]
  /** What we encrypt for. */
  recipients: Dated<{ certificate: Certificate }>[]
}

type Dated<T> = T & { useFrom: Date | undefined }

const instant = (text: string | undefined) => (text === undefined ? undefined : new Date(text))

/** How settings speak of one certificate. */
interface Entry {
  certificate: string
  useFrom?: string | undefined
  uses?: ('sign' | 'encrypt')[] | undefined
  refused?: string | undefined
}

const isFor = (use: 'sign' | 'encrypt') => (entry: Entry) => entry.uses?.includes(use) ?? true

interface Keyring {
  keys: (Entry & KeyPairPem)[]
  partnerCertificates: Entry[]
}

/** Settings are never changed in place, and those of a busy partnership are asked for several times with each message. */
const made = new WeakMap<Keyring, Credentials>()

/** The credentials of settings that have passed their schema (which has tried each of them). */
export function credentialsOf(settings: Keyring): Credentials {
  const known = made.get(settings)
  if (known) return known
  const credentials = read(settings)
  made.set(settings, credentials)
  return credentials
}

function read({ keys, partnerCertificates }: Keyring): Credentials {
  return {
    own: keys.filter(isFor('encrypt')).map(ownKey),
    signers: keys.filter(isFor('sign')).map(ownKey),
    partner: partnerCertificates.filter(isFor('sign')).map(dated),
    recipients: partnerCertificates.filter(isFor('encrypt')).map(dated),
  }
}

function ownKey(pem: Entry & KeyPairPem): Dated<KeyPair> {
  return { ...dated(pem), privateKey: take(privateKeys.get(pem.privateKey)) }
}

function dated({ certificate, useFrom, refused }: Entry): Dated<{ certificate: Certificate }> {
  const parsed = take(certificates.get(certificate))
  return { certificate: refused === undefined ? parsed : { ...parsed, refused }, useFrom: instant(useFrom) }
}
