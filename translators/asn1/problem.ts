/** The bytes are not the structure they should be, are cut short, or exceed a limit. Thrown by the readers of this folder, and caught by whoever calls them. */
export class Asn1Problem extends Error {}
