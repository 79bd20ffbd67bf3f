import { csvLayout } from '../layout.ts'
import { itemColumns } from './shared.ts'

/** ISO 3166-1 codes of the countries that suppliers spell out. */
const countries = {
  US: ['US', 'USA', 'United States', 'United States of America'],
  CA: ['CA', 'Canada'],
  MX: ['MX', 'Mexico'],
  CN: ['CN', 'China', 'PRC'],
  TW: ['TW', 'Taiwan'],
  VN: ['VN', 'Vietnam', 'Viet Nam'],
  IN: ['IN', 'India'],
  ID: ['ID', 'Indonesia'],
  TH: ['TH', 'Thailand'],
  BD: ['BD', 'Bangladesh'],
  PK: ['PK', 'Pakistan'],
  KR: ['KR', 'South Korea', 'Korea'],
  JP: ['JP', 'Japan'],
  TR: ['TR', 'Turkey', 'Türkiye'],
  DE: ['DE', 'Germany'],
  IT: ['IT', 'Italy'],
  FR: ['FR', 'France'],
  ES: ['ES', 'Spain'],
  PT: ['PT', 'Portugal'],
  PL: ['PL', 'Poland'],
  GB: ['GB', 'UK', 'United Kingdom', 'Great Britain'],
}

/** X12 355 codes of weights as suppliers write them. */
const weightUnits = {
  LB: ['LB', 'lbs', 'pound', 'pounds'],
  OZ: ['OZ', 'ounce', 'ounces'],
  KG: ['KG', 'kgs', 'kilogram', 'kilograms'],
  GR: ['GR', 'g', 'gram', 'grams'],
}

const [supplierSku, ...otherIds] = itemColumns('products[].')

const attribute = (name: string, ...names: string[]) => ({ names, path: `products[].attributes[name=${name}].value` })

/**
 * A supplier's products: one row per product. A file that does not say that it is whole changes only what it names, for one that came
 * in part would take everything else off sale. A bad row is left out with a warning, as in stock lists.
 */
export const productCatalogLayout = csvLayout.parse({
  name: 'product-catalog',
  kind: 'product-catalog',
  dateFormats: ['YYYY-MM-DD', 'M/D/YYYY'],
  badRow: 'row',
  columns: [
    { ...supplierSku!, required: true },
    ...otherIds,
    {
      names: ['Title', 'Product Title', 'Product Name', 'Item Name', 'Name', 'Short Description'],
      path: 'products[].title',
      required: true,
    },
    {
      names: ['Description', 'Long Description', 'Product Description', 'Full Description', 'Body', 'Body HTML'],
      path: 'products[].description',
    },
    { names: ['Brand', 'Brand Name', 'Manufacturer', 'Vendor'], path: 'products[].brand' },
    {
      names: ['Category', 'Product Category', 'Product Type', 'Department', 'Category Path'],
      path: 'products[].category',
    },
    {
      names: [
        'Cost',
        'Unit Cost',
        'Your Cost',
        'Dealer Cost',
        'Dropship Cost',
        'Wholesale Price',
        'Net Price',
        'Price',
      ],
      path: 'products[].cost',
    },
    { names: ['MSRP', 'SRP', 'RRP', 'List Price', 'Retail Price', 'Suggested Retail Price'], path: 'products[].msrp' },
    { names: ['MAP', 'MAP Price', 'Minimum Advertised Price'], path: 'products[].map' },
    { names: ['Currency'], path: 'currency' },
    { names: ['Unit', 'UOM', 'Unit of Measure', 'Selling Unit'], path: 'products[].unit' },
    { names: ['Case Pack', 'Case Quantity', 'Case Qty', 'Units per Case'], path: 'products[].casePack' },
    { names: ['Inner Pack', 'Inner Quantity', 'Inner Qty'], path: 'products[].innerPack' },
    { names: ['Minimum Order', 'Minimum Order Quantity', 'MOQ', 'Min Qty'], path: 'products[].minimumOrder' },
    {
      names: ['Lead Time', 'Lead Time Days', 'Lead Days', 'Handling Time', 'Processing Days', 'Days to Ship'],
      path: 'products[].leadDays',
    },
    { names: ['Weight', 'Item Weight', 'Ship Weight', 'Shipping Weight'], path: 'products[].weight' },
    { names: ['Weight Unit', 'Weight UOM'], path: 'products[].weightUnit', codes: weightUnits },
    { names: ['Length', 'Item Length', 'Ship Length', 'Depth'], path: 'products[].length' },
    { names: ['Width', 'Item Width', 'Ship Width'], path: 'products[].width' },
    { names: ['Height', 'Item Height', 'Ship Height'], path: 'products[].height' },
    {
      names: ['Dimension Unit', 'Dimension UOM', 'Dimensions Unit'],
      path: 'products[].dimensionUnit',
      codes: { IN: ['IN', 'inch', 'inches', '"'], CM: ['CM', 'centimeter', 'centimeters'], FT: ['FT', 'feet'] },
    },
    attribute('color', 'Color', 'Colour'),
    attribute('size', 'Size'),
    attribute('material', 'Material'),
    attribute('style', 'Style'),
    attribute('gender', 'Gender'),
    attribute('age-group', 'Age Group'),
    { names: ['Image 1', 'Image', 'Image URL', 'Main Image', 'Image Link', 'Picture'], path: 'products[].images[0]' },
    { names: ['Image 2', 'Image URL 2', 'Additional Image', 'Alternate Image 1'], path: 'products[].images[1]' },
    { names: ['Image 3', 'Image URL 3', 'Alternate Image 2'], path: 'products[].images[2]' },
    { names: ['Image 4', 'Image URL 4', 'Alternate Image 3'], path: 'products[].images[3]' },
    { names: ['Image 5', 'Image URL 5', 'Alternate Image 4'], path: 'products[].images[4]' },
    { names: ['Country of Origin', 'COO', 'Made In'], path: 'products[].countryOfOrigin', codes: countries },
    { names: ['Available From', 'Available Date', 'Launch Date', 'Release Date'], path: 'products[].availableFrom' },
    { names: ['Effective From', 'Effective Date', 'Price Effective Date'], path: 'products[].effectiveFrom' },
    { names: ['Effective To', 'Expiration Date', 'End Date'], path: 'products[].effectiveTo' },
    {
      names: ['Discontinued', 'Is Discontinued', 'Closeout', 'Status', 'Item Status'],
      path: 'products[].discontinued',
      codes: {
        true: ['Y', 'Discontinued', 'Inactive', 'Closeout', 'Obsolete'],
        false: ['N', 'Active', 'Current', 'Available'],
      },
    },
    { names: ['Supplier', 'Supplier Name'], path: 'supplier.name' },
    { names: ['As Of', 'Catalog Date', 'Feed Date'], path: 'date' },
    { names: ['Catalog Effective From'], path: 'effectiveFrom' },
    { names: ['Catalog Effective To'], path: 'effectiveTo' },
    { names: ['Catalog Number', 'Catalog', 'Feed Number', 'Feed'], path: 'number', key: true },
    {
      names: ['Scope', 'Feed Type'],
      path: 'scope',
      default: 'delta',
      codes: { full: ['Full'], delta: ['Delta', 'Change', 'Update'] },
    },
  ],
})
