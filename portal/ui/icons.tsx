/** Line icons on a grid of 16, drawn for this portal. */
const paths = {
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.3 10.3 13.5 13.5',
  columns: 'M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10',
  star: 'M8 2.2 9.8 6l4 .5-3 2.8.8 4L8 11.3l-3.6 2 .8-4-3-2.8 4-.5z',
  brand: 'M2 5h9l-3-3M14 11H5l3 3',
  home: 'M2.5 7.5 8 3l5.5 4.5V13h-4V9.5h-3V13h-4z',
  orders: 'M3 2.5h10v11l-2-1.2-1.5 1.2L8 12.3l-1.5 1.2L5 12.3l-2 1.2zM5.5 5.5h5M5.5 8.5h5',
  purchase: 'M2 4.5 8 2l6 2.5v7L8 14l-6-2.5zM2 4.5 8 7l6-2.5M8 7v7',
  truck:
    'M1.5 4h8v7h-8zM9.5 6.5h3l2 2.2V11h-5zM4 13.2a1.4 1.4 0 1 0 0-2.8 1.4 1.4 0 0 0 0 2.8zM11.8 13.2a1.4 1.4 0 1 0 0-2.8 1.4 1.4 0 0 0 0 2.8z',
  invoice: 'M4 1.8h5.5L12.5 5v9.2H4zM9.5 1.8V5h3M6 8h4.5M6 10.8h4.5',
  stock: 'M2 13.5v-8L8 2l6 3.5v8M5 13.5V8.2h6v5.3M5 10.8h6',
  messages: 'M2 3.5h12v8H9l-3 2.5v-2.5H2z',
  alert: 'M8 2 14.5 13.5h-13zM8 6.3v3.2M8 11.6v.1',
  partners:
    'M5.5 7.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM1.5 13c.3-2.6 1.8-3.8 4-3.8s3.7 1.2 4 3.8M10.5 3.1a2.2 2.2 0 0 1 0 4M11.5 9.5c1.8.4 2.8 1.6 3 3.5',
  export: 'M8 2v7.5M5 6.7l3 3 3-3M2.5 11v2.5h11V11',
  check: 'M3 8.5 6.3 12 13 4.5',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3.3l2.2 1.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  dot: 'M8 9.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3z',
  half: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 2v12',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  retry: 'M13.5 8A5.5 5.5 0 1 1 11.6 3.8M13.5 2v3h-3',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  in: 'M13 3 4.5 11.5M4.5 6v5.5H10',
  out: 'M3 13l8.5-8.5M6 4.5h5.5V10',
  left: 'M9.5 3.5 5 8l4.5 4.5',
  right: 'M6.5 3.5 11 8l-4.5 4.5',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.3V11M8 5.1V5',
  money:
    'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM9.8 6c-.3-.7-1-1-1.8-1-1 0-1.8.5-1.8 1.4C6.2 8.6 10 7.3 10 9.6c0 .9-.9 1.5-2 1.5-.9 0-1.7-.4-2-1.2M8 4v1M8 11v1',
  equal: 'M3.5 6.2h9M3.5 9.8h9',
  plus: 'M8 3v10M3 8h10',
  key: 'M10.3 9.2a3.6 3.6 0 1 0-3.2-2L2 12.2V14h2.2v-1.6h1.6v-1.6h1.6l.9-.9c.6.2 1.3-.7 2-.7zM11 5.1V5',
} as const

export type IconName = keyof typeof paths

/** An icon beside a word; screen readers skip it, since the word says the same. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  )
}
