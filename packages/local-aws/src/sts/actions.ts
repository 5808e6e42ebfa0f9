import type { Actions } from '../iam/actions.ts';

/** "No permissions are required to perform this operation" (API reference), whatever a policy says. */
export const STS_ACTIONS: Actions = { GetCallerIdentity: () => [] };
