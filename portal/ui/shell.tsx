import type { Child } from 'hono/jsx'
import type { Viewer } from '../auth/viewer.ts'
import { AskDialog, KeySheet, Palette } from './dialogs.tsx'
import { Icon } from './icons.tsx'
import type { NavGroup, NavItem } from './navigation.ts'

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
  /** Where the files are that the viewer asked for. */
  files?: string | undefined
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
          <Navigation groups={props.groups} current={props.current} files={props.files} />
          <Me {...props} />
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

interface NavigationProps {
  groups: NavGroup[]
  current: string
  /** Stands here on a phone only: its head has no room. */
  files: string | undefined
}

/** So many pages stand in the bar of a phone; the others open from there. */
const inBar = 4

/** All pages. Of the named groups the one that the reader is in stands open, so that the page itself is always in sight. */
function Navigation({ groups, current, files }: NavigationProps) {
  const [first, ...named] = groups
  const items = first?.items ?? []
  const isInBar = items.slice(0, inBar).some(item => item.key === current)
  if (items.length === 0) return null
  return (
    <nav class="nav" aria-label="Main">
      <Links items={items.slice(0, inBar)} current={current} />
      <button type="button" class={isInBar ? 'nav-more' : 'nav-more nav-here'} popovertarget="nav-rest">
        <Icon name="menu" />
        More
      </button>
      <div class="nav-rest" id="nav-rest" popover="auto">
        <Links items={items.slice(inBar)} current={current} />
        {files ? (
          <div class="only-phone">
            <Links items={[{ key: 'files', href: files, word: 'Files', icon: 'export' }]} current={current} />
          </div>
        ) : null}
        {named.map(group => (
          <details class="nav-group" open={group.items.some(item => item.key === current)}>
            <summary>
              {group.word}
              <Icon name="right" />
            </summary>
            <Links items={group.items} current={current} />
          </details>
        ))}
      </div>
    </nav>
  )
}

function Links({ items, current }: { items: NavItem[]; current: string }) {
  return (
    <>
      {items.map(item => (
        <a href={item.href} aria-current={item.key === current ? 'page' : undefined}>
          <Icon name={item.icon} />
          {item.word}
        </a>
      ))}
    </>
  )
}

function Me({ viewer, switchHref, files, theme }: Pick<ShellProps, 'viewer' | 'switchHref' | 'files' | 'theme'>) {
  return (
    <div class="me">
      <span class="me-name" title={viewer.email}>
        {viewer.name}
      </span>
      <div class="me-actions">
        {switchHref ? <a href={switchHref}>Switch</a> : null}
        {files ? (
          <a class="no-phone" href={files}>
            Files
          </a>
        ) : null}
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
      <span>Crossdock</span>
    </a>
  )
}
