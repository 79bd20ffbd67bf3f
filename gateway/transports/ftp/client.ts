import { isIP } from 'node:net'
import { Client } from 'basic-ftp'
import type { DeliveryFailure } from '../contract.ts'
import { allowedAddress } from '../public-socket.ts'
import { failureOf } from './failures.ts'
import { FtpRemote } from './remote.ts'
import type { FtpSettings } from './settings.ts'

/** What connecting needs, whatever is done afterwards. */
type ConnectionSettings = Omit<FtpSettings, 'put' | 'poll'>

/** Whether servers in private address ranges may be called. */
export interface Reach {
  allowPrivateAddresses: boolean
}

/** What the work came to. `tls` is the protocol that was agreed, e.g. `TLSv1.3`. */
export type Visit<T> = { ok: true; value: T; tls?: string } | { ok: false; failure: DeliveryFailure }

/**
 * Signs in at the partner's FTP server, does `work` and leaves. The name is resolved once and what was checked is what is connected to; data
 * connections go to the same address whatever the server says (RFC 2577, 2: bounce attack). Never rejects for what the network or the partner does.
 */
export async function visitFtp<T>(
  settings: ConnectionSettings,
  reach: Reach,
  work: (remote: FtpRemote) => Promise<T>,
): Promise<Visit<T>> {
  const client = new Client(settings.timeoutSeconds * 1_000, { allowSeparateTransferHost: false })
  dataAtControlHost(client)
  try {
    const host = await allowedAddress(settings.host, reach)
    const { port, username: user, password, tls } = settings
    await client.access({
      host,
      port,
      user,
      password,
      secure: tls === 'none' ? false : tls === 'implicit' ? 'implicit' : true,
      secureOptions: {
        host: settings.host,
        ...(isIP(settings.host) ? {} : { servername: settings.host }),
        ...(settings.certificateAuthority && { ca: settings.certificateAuthority }),
      },
    })
    const { socket } = client.ftp
    const agreed = 'getProtocol' in socket ? socket.getProtocol() : undefined
    const value = await work(new FtpRemote(client))
    return { ok: true, value, ...(agreed && { tls: agreed }) }
  } catch (error) {
    return { ok: false, failure: failureOf(error) }
  } finally {
    client.close()
  }
}

/**
 * A server behind NAT that knows only PASV names an address of its own network, which means nothing here: the port is what counts. The library refuses such an answer, so
 * it is given the address that is connected to already.
 */
function dataAtControlHost({ ftp }: Client): void {
  const request = ftp.request.bind(ftp)
  ftp.request = async command => {
    const answer = await request(command)
    const host = ftp.socket.remoteAddress?.replace(/^::ffff:/i, '')
    if (command !== 'PASV' || !host || isIP(host) !== 4) return answer
    return {
      ...answer,
      message: answer.message.replace(/(\d{1,3},){4}(?=\d{1,3},\d)/, `${host.replaceAll('.', ',')},`),
    }
  }
}
