import { Hono } from 'hono'
import { pino } from 'pino'
import { CannotOpen } from '../db/cannot-open.ts'
import { createPortal } from '../portal/app.tsx'
import { fileMaker } from '../portal/files/make.ts'
import { createApi } from './api/app.ts'
import { banner } from './config/banner.ts'
import { loadEnvironmentFile } from './config/environment-file.ts'
import { readSettings, type Settings, WrongSettings } from './config/settings.ts'
import { connectors } from './connectors/registry.ts'
import { tryStorefront } from './connectors/try.ts'
import { createWebhookDoor, webhookPath } from './connectors/webhook-door.ts'
import { guardedCallOut } from './doors/call-out.ts'
import { as2Presets, checkTransport } from './doors/channel-forms.ts'
import { testChannel } from './doors/connection.ts'
import { sendTestMail } from './doors/test-mail.ts'
import { checkFeed } from './feeds/kinds.ts'
import { createHealth } from './health/app.ts'
import { growHeapToTwice } from './heap.ts'
import { type BuildFileMaker, type BuildWeb, startHub } from './hub.ts'

/** The only place that knows both doors: what machines call and what people see, on one address. */
const buildWeb: BuildWeb = context => {
  const { hub, box, log, publicUrl, as2Url, secureCookies, closing } = context
  const app = new Hono()
  app.route('/', createHealth(hub))
  app.route('/', createWebhookDoor(context))
  app.route('/api/v1', createApi({ hub, box, log }))
  app.route(
    '/',
    createPortal({
      ...{ hub, box, secureCookies, publicUrl, as2Url, log, closing },
      testConnection: partnership => testChannel(context, partnership),
      channelForms: { check: checkTransport, as2Presets },
      checkFeed,
      storefronts: { kinds: connectors, test: (retailerId, id) => tryStorefront(context, retailerId, id), webhookPath },
      sendTestMail: (retailerId, to) => sendTestMail(context, retailerId, to),
      callOut: { fetch: guardedCallOut(context), allowPlain: context.allowPrivateAddresses },
    }),
  )
  return app
}

const buildFileMaker: BuildFileMaker = ({ hub, box, log, publicUrl }) =>
  fileMaker({ hub, box, log, publicUrl, as2Url: '', secureCookies: false })

/** What the operator has to mend is said in words; anything else is a bug, and thrown. */
function exit(error: unknown): never {
  if (error instanceof WrongSettings) {
    process.stderr.write(`Crossdock cannot start with these settings.\n${error.message}\n`)
    process.exit(2)
  }
  if (!(error instanceof CannotOpen)) throw error
  process.stderr.write(`Crossdock cannot start.\n${error.message}\n`)
  process.exit(1)
}

function settingsOrExit(): Settings {
  try {
    return readSettings({ ...loadEnvironmentFile('.env'), ...process.env })
  } catch (error) {
    return exit(error)
  }
}

growHeapToTwice()
const settings = settingsOrExit()
const log = pino({ level: settings.LOG_LEVEL }, pino.destination(2))
const running = await startHub(settings, log, buildWeb, buildFileMaker).catch(exit)

let stopping = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return
    stopping = true
    log.info(`${signal}: finishing the work in hand`)
    running.stop().then(
      () => process.exit(0),
      error => {
        log.fatal({ err: error }, 'The hub did not stop cleanly')
        process.exit(1)
      },
    )
  })
}

// Whoever waits for this line may ask for the end at once: by now that is heard.
process.stdout.write(banner(settings, running.ports))
