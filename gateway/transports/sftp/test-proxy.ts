import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** When a link breaks by itself: after so many bytes in one direction. */
export interface Break {
  cutAfter: number
  towards: 'server' | 'client'
}

/** A link to a port of this machine that can be cut, or that cuts itself. */
export async function proxyTo(port: number, itself?: Break) {
  const sockets = new Set<Socket>()
  const server = createServer(near => {
    const far = connect(port, '127.0.0.1')
    let passed = 0
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    }
    const cut = () => {
      near.destroy()
      far.destroy()
    }
    const pass = (from: Socket, to: Socket, towards: Break['towards']) =>
      from.on('data', bytes => {
        if (itself?.towards === towards) passed += bytes.length
        if (itself && passed > itself.cutAfter) cut()
        else to.write(bytes)
      })
    pass(near, far, 'server')
    pass(far, near, 'client')
    near.on('close', cut)
    far.on('close', cut)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: address && typeof address === 'object' ? address.port : 0,
    cut: () => {
      for (const socket of sockets) socket.destroy()
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
