import { zipCentroids } from './zip-centroids.ts'

interface Place {
  /** In radians. */
  latitude: number
  longitude: number
}

const places = new Map<string, Place>(
  zipCentroids
    .trim()
    .split(',')
    .map(entry => {
      const [digits, latitude, longitude] = entry.trim().split(' ')
      return [digits!, { latitude: radians(latitude!), longitude: radians(longitude!) }]
    }),
)

function radians(degrees: string): number {
  return (Number(degrees) * Math.PI) / 180
}

/** The Earth's mean radius in miles. */
const radius = 3958.8

/**
 * Whole miles as the crow flies between two postal codes of the United States, by the middles of their three-digit areas, as carriers reckon their zones; undefined
 * where either is unknown, and for other countries.
 */
export function milesBetween(one: string, other: string): number | undefined {
  const [from, to] = [placeOf(one), placeOf(other)]
  if (!from || !to) return undefined
  const [north, east] = [to.latitude - from.latitude, to.longitude - from.longitude]
  const haversine = Math.sin(north / 2) ** 2 + Math.cos(from.latitude) * Math.cos(to.latitude) * Math.sin(east / 2) ** 2
  return Math.round(2 * radius * Math.asin(Math.min(1, Math.sqrt(haversine))))
}

function placeOf(postalCode: string): Place | undefined {
  return /^\d{5}(-?\d{4})?$/.test(postalCode) ? places.get(postalCode.slice(0, 3)) : undefined
}
