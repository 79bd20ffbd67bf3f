import { getCookie } from 'hono/cookie'
import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { PortalContext } from '../deps.ts'
import { HtmlDocument } from './document.tsx'
import { type Flash, takeFlash } from './flash.ts'
import { Icon } from './icons.tsx'
import { retailerNavigation, supplierNavigation } from './navigation.ts'
import { Notice } from './parts.tsx'
import { Brand, Shell } from './shell.tsx'

interface PageProps {
  title: string
  /** Which entry of the navigation this page belongs to. */
  current?: string
  status?: ContentfulStatusCode
}

/** Answers with a page in the frame of whoever is signed in, or in the plain frame of the pages before sign-in. */
export async function page(c: PortalContext, props: PageProps, content: Child): Promise<Response> {
  const viewer = c.get('viewer')
  const theme = themeOf(c)
  const view = { timeZone: viewer?.timeZone ?? 'UTC', now: new Date() }
  const flash = takeFlash(c)
  const html = await (
    <HtmlDocument title={props.title} theme={theme} view={view}>
      {viewer?.membership ? (
        <Inside c={c} current={props.current ?? ''} theme={theme}>
          <FlashMessage flash={flash} />
          {content}
        </Inside>
      ) : (
        <main class="alone" id="main">
          <Brand href="/" />
          <FlashMessage flash={flash} />
          {content}
        </main>
      )}
    </HtmlDocument>
  ).toString()
  return c.html(`<!doctype html>${html}`, props.status ?? 200)
}

function themeOf(c: PortalContext): string {
  const theme = getCookie(c, 'theme')
  return theme === 'light' || theme === 'dark' ? theme : ''
}

function FlashMessage({ flash }: { flash: Flash | undefined }) {
  if (!flash) return null
  return (
    <div class="flash" data-flash={flash.tone} data-toast={flash.tone}>
      <Notice tone={flash.tone} title={flash.text} />
      <button type="button" class="dismiss needs-script" data-dismiss aria-label="Close this message">
        <Icon name="cross" />
      </button>
    </div>
  )
}

function Inside({
  c,
  current,
  theme,
  children,
}: {
  c: PortalContext
  current: string
  theme: string
  children?: Child
}) {
  const viewer = c.get('viewer')
  const membership = viewer.membership!
  const supplier = c.get('supplier')
  const choices = viewer.memberships.length > 1 ? '/memberships' : undefined
  if (membership.side === 'supplier') {
    return (
      <Shell
        viewer={viewer}
        groups={supplier ? supplierNavigation(supplier) : []}
        place={membership.name}
        placeNote={supplier ? `for ${supplier.retailerName}` : undefined}
        home={supplier ? `/supplier/${supplier.slug}` : '/supplier'}
        current={current}
        switchHref={supplier && supplier.trades.length > 1 ? '/supplier' : choices}
        files={supplier && `/supplier/${supplier.slug}/files`}
        theme={theme}
      >
        {children}
      </Shell>
    )
  }
  const { retailerId, name, role } = membership
  return (
    <Shell
      viewer={viewer}
      groups={retailerNavigation({ retailerId, retailerName: name, role })}
      place={name}
      placeNote={role === 'read-only' ? 'Read only' : undefined}
      search={{ page: '/retailer/search', list: '/retailer/search/palette' }}
      home="/retailer"
      current={current}
      switchHref={choices}
      files="/retailer/files"
      theme={theme}
    >
      {children}
    </Shell>
  )
}
