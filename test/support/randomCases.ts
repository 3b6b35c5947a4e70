/** Whether this is `npm run test:deep`, which tries properties on many more cases than `npm test` does. */
export const isDeep = process.env.DEEP_TESTS !== undefined;

/** On how many random cases a property is tried: a tenth of them unless the tests are deep. */
export function randomCases(deep = 1_000): { numRuns: number } {
  return { numRuns: isDeep ? deep : Math.ceil(deep / 10) };
}
