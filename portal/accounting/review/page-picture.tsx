import type { PdfReading } from '../../../translators/pdf/invoice/index.ts'
import { anchorOf } from './form-names.ts'

/**
 * The pages of an invoice, drawn from their words, with a frame around each field that was read. A field's link leads to its frame, and the frame that
 * is led to lights up: no script is needed.
 */
export function PagePictures({ reading }: { reading: PdfReading }) {
  return (
    <>
      {reading.pages.map(page => (
        <svg
          class="page-picture"
          viewBox={`0 0 ${Math.ceil(page.width)} ${Math.ceil(page.height)}`}
          role="img"
          aria-label={`Page ${page.number}: ${page.words.length} words`}
        >
          {page.words.map(word => (
            <text
              x={word.x}
              y={word.y + word.height * 0.8}
              font-size={word.height}
              textLength={Math.max(word.width, 1)}
              lengthAdjust="spacingAndGlyphs"
            >
              {word.text}
            </text>
          ))}
          {Object.entries(reading.sources).map(([path, { box, certainty }]) =>
            box?.page === page.number ? (
              <rect
                id={anchorOf(path)}
                class={`page-field page-field-${certainty}`}
                x={box.x - 2}
                y={box.y - 1}
                width={box.width + 4}
                height={box.height + 2}
                rx={2}
              />
            ) : null,
          )}
        </svg>
      ))}
    </>
  )
}
