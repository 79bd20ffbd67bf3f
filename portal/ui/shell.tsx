import type { Child } from 'hono/jsx'
import type { Viewer } from '../auth/viewer.ts'
import { AskDialog, KeySheet, Palette } from './dialogs.tsx'
import { Icon } from './icons.tsx'
import type { NavGroup } from './navigation.ts'

interface ShellProps {
  viewer: Viewer
  groups: NavGroup[]
  /** Where the viewer works, and for whom. */
  place: string
  placeNote?: string | undefined
  home: string
  current: string
  /** Another of the viewer's places, or retailers, can be chosen here. */
  switchHref?: string | undefined
  theme: string
  /** Where everything can be searched, and the list for the command palette. */
  search?: { page: string; list: string } | undefined
  children?: Child
}

/** The frame of every page for people who are signed in: navigation at the side, or at the bottom of a phone. */
export function Shell(props: ShellProps) {
  return (
    <>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <div class="shell">
        <header class="side">
          <Brand href={props.home} />
          <div class="place small">
            <strong>{props.place}</strong>
            {props.placeNote ? <span class="soft">{props.placeNote}</span> : null}
          </div>
          {props.search ? <SearchLink href={props.search.page} current={props.current === 'search'} /> : null}
          <nav class="nav" aria-label="Main">
            {props.groups.map(group => (
              <Group group={group} current={props.current} />
            ))}
          </nav>
          <Me viewer={props.viewer} switchHref={props.switchHref} theme={props.theme} />
        </header>
        <main class="main" id="main" tabindex={-1}>
          {props.children}
        </main>
      </div>
      {props.search ? <Palette action={props.search.page} list={props.search.list} /> : null}
      <KeySheet groups={props.groups} searches={Boolean(props.search)} />
      <AskDialog />
    </>
  )
}

function SearchLink({ href, current }: { href: string; current: boolean }) {
  return (
    <a class="find" href={href} data-palette aria-current={current ? 'page' : undefined}>
      <Icon name="search" />
      <span>Search</span>
      <kbd class="no-phone">Ctrl K</kbd>
    </a>
  )
}

function Group({ group, current }: { group: NavGroup; current: string }) {
  return (
    <>
      {group.word ? <span class="nav-group">{group.word}</span> : null}
      {group.items.map(item => (
        <a href={item.href} aria-current={item.key === current ? 'page' : undefined} data-nav={item.key}>
          <Icon name={item.icon} />
          {item.word}
        </a>
      ))}
    </>
  )
}

function Me({ viewer, switchHref, theme }: { viewer: Viewer; switchHref?: string | undefined; theme: string }) {
  return (
    <div class="me">
      <span class="me-name" title={viewer.email}>
        {viewer.name}
      </span>
      <div class="me-actions">
        {switchHref ? <a href={switchHref}>Switch</a> : null}
        <a href="/account">Account</a>
        <button type="button" class="button-link needs-script no-phone" data-keys>
          Keys
        </button>
        <form method="post" action="/theme">
          <button type="submit" class="button-link" name="theme" value={theme === 'dark' ? 'light' : 'dark'}>
            {theme === 'dark' ? 'Light' : 'Dark'}
          </button>
        </form>
        <form method="post" action="/sign-out">
          <button type="submit" class="button-link">
            Sign out
          </button>
        </form>
      </div>
    </div>
  )
}

/** The product's mark and name. */
export function Brand({ href }: { href: string }) {
  return (
    <a class="brand" href={href}>
      <Icon name="brand" />
      Crossdock
    </a>
  )
}
