export { type GuideRequest, implementationGuide } from './guide.ts'
export type * from './model.ts'
