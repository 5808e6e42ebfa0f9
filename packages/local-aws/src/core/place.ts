import type { Place } from './types.ts';

/** Where the local cloud is: an account number of AWS's own examples. */
export const PLACE: Place = { account: '123456789012', region: 'eu-west-1' };
