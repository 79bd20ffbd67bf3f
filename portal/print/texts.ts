/** What the pages about what is printed say. */
export const texts = {
  shipment: {
    title: 'Shipment',
    orders: 'Purchase orders',
    shipTo: 'Ship to',
    facts: 'Shipment',
    package: 'Package',
    packages: 'packages',
    find: 'Tracking number or SSCC',
    notFound: 'No package of this shipment has that number.',
    all: 'Show all packages',
    print: 'Print',
    invoice: 'Invoice it',
    slip: 'Packing slip',
    labels: 'Labels',
    sheets: { '4x6': 'Labels, 4 × 6 inch', letter: 'Labels, four on Letter', a4: 'Labels, four on A4' },
    zpl: { 203: 'ZPL, 203 dpi', 300: 'ZPL, 300 dpi' },
    noNumbers: 'These packages have no SSCC, so there is no label to print.',
    setPrefix: 'Set your GS1 company prefix, and the packages that you ship from then on are numbered here.',
    takenBack: 'This shipment was taken back. Do not use its labels.',
    wrongCheck: 'The check digit does not fit the carrier.',
  },
} as const
