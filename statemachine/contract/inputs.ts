import * as z from 'zod';
import { version } from './shapes.ts';

/** Every form of input that the machine takes, by an example of each: what somebody is told who typed another. */
export const INPUTS = [
  '{}',
  '{"version":"7"}',
  '{"version":"7","holdAt":30}',
  '{"onDeploy":true}',
  '{"pause":true}',
  '{"goOn":true}',
  '{"goOn":"promote"}',
  '{"goOn":{"at":30,"by":"...","reason":"..."}}',
  '{"revert":true}',
  '{"revert":{"to":"5"}}',
  '{"rollback":{"reason":"..."}}',
] as const;

/**
 * What starts a release: `{}`, `{"version":"7"}`, either with `"holdAt":30`, or `{"onDeploy":true}` for the newest
 * version unless it was tried before; with `"after"` only while the rollout that it names is the last that was closed.
 */
export const releaseInputSchema = z
  .strictObject({
    version: version.optional(),
    holdAt: z.int().optional(),
    onDeploy: z.literal(true).optional(),
    after: z.string().min(1).optional(),
  })
  .refine(({ after, onDeploy }) => after === undefined || onDeploy !== undefined, {
    path: ['after'],
    message: 'expected onDeploy beside it',
  })
  .refine(({ version, onDeploy }) => version === undefined || onDeploy === undefined, {
    path: ['version'],
    message: 'expected no version beside onDeploy, which releases the newest',
  });

/** Puts production back: on the version that the alias previous keeps, or on one that was promoted once. */
export const revertInputSchema = z.strictObject({
  revert: z.union([z.literal(true), z.strictObject({ to: version })]),
});

/** Input of an execution that asks for a rollback: by a rule with the whole event, or by a person. */
export const rollbackInputSchema = z.object({
  rollback: z.union([z.object({ event: z.record(z.string(), z.unknown()) }), z.object({ reason: z.string().min(1) })]),
});
