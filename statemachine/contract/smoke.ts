import * as z from 'zod';

/**
 * In order: each try of a GET asks production and the canary; of three at most, two in which only the canary fails
 * refuse the release.
 */
export const SMOKE_TRIES = 3;

/** How long one answer is waited for, in milliseconds. What comes later is none. */
export const ANSWER_WITHIN_MS = 6_000;

/**
 * No GET is sent that could be answered later than so many seconds after the function began; it has 60. Three first
 * answers of the canary take at most 33, which leaves one GET all three of its tries.
 */
export const SMOKE_ENDS_SECONDS = 55;

/** Step Functions takes a text that begins so for an expression. */
const headerText = z
  .string()
  .max(1000)
  .regex(/^(?!\{%)[^\r\n]*$/, 'expected one line that does not begin with "{%"');

const headersSchema = z
  .record(z.string(), headerText)
  .refine(
    (given) => Object.keys(given).every((name) => /^[a-z0-9-]{1,100}$/.test(name)),
    'expected names in lower case, as VPC Lattice hands them over, such as "accept-language"',
  )
  .refine((given) => Object.keys(given).length <= 20, 'expected at most 20 headers');

const smokeRequestSchema = z.strictObject({
  /** With its query, where it has one: `/orders?customer=7`. A GET of it must change nothing. */
  path: z
    .string()
    .max(200)
    .regex(/^\/\S*$/, 'expected a path that begins with "/", such as "/orders?customer=7"'),
  /** What the request has besides its own `host` and `user-agent`. They are in the template: no secrets. */
  headers: z.exactOptional(headersSchema),
  /** True: values that differ are told as well. @default - names of fields and types only */
  values: z.exactOptional(z.boolean()),
});
export type SmokeRequest = z.infer<typeof smokeRequestSchema>;

/** What the smoke test asks of the canary beside production, before the first user meets it. */
export const smokeSchema = z.strictObject({
  /** GETs, one after the other. */
  requests: z.array(smokeRequestSchema).min(1).max(10),
  /**
   * Each GET is sent to the canary until it answers so fast, at most so often: `{ "withinMs", "atMost" }`.
   * @default - nothing is warmed
   */
  warm: z.exactOptional(
    z.strictObject({
      /** Milliseconds, with the way to Lambda and back. */
      withinMs: z.int().min(10).max(ANSWER_WITHIN_MS),
      atMost: z.int().min(1).max(50),
    }),
  ),
});
export type Smoke = z.infer<typeof smokeSchema>;
