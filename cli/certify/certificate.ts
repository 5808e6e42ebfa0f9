import * as z from 'zod';
import { answersFromSchema } from '../../statemachine/contract/answer-metrics.ts';

/** Where `certify` writes unless told, and where `doctor` and `plan` look: in the folder they are started in. */
export const CERTIFICATE_FILE = 'canary-certificate.json';

const seconds = z.number().min(0);

const latenessSchema = z.object({
  statistic: z.string(),
  minutes: z.int().min(0),
  missing: z.int().min(0),
  lateSeconds: seconds.optional(),
  changed: z.int().min(0),
  settledSeconds: seconds.optional(),
});

const releaseSchema = z.object({
  release: z.string(),
  version: z.string(),
  outcome: z.string(),
  /** Whether it was aborted because nothing else ended it in time. */
  timedOut: z.boolean(),
  /** ISO times, in the order in which they come; what did not happen is absent. */
  timeline: z.object({
    shifted: z.iso.datetime().optional(),
    firstOfCanary: z.iso.datetime().optional(),
    firstBad: z.iso.datetime().optional(),
    alarm: z.iso.datetime().optional(),
    revoked: z.iso.datetime().optional(),
    listenerWritten: z.iso.datetime().optional(),
    lastBad: z.iso.datetime().optional(),
  }),
  /** From the write of the listener to the first answer of the canary, and from the write back to the last. */
  weightFollowedSeconds: z.object({ there: seconds.optional(), back: seconds.optional() }),
  /** Tries of the smoke test that met the version before, and how long it took until none did. */
  alias: z.object({ stale: z.int().min(0), seconds: seconds.optional() }),
  /** Whether connections from before the weight met the canary as new ones did; absent where it never showed. */
  weightFollowedBy: z
    .object({ by: z.enum(['request', 'connection', 'unknown']), requests: z.int().min(0), canary: z.int().min(0) })
    .optional(),
  /** What clients got of the canary, by status; `closed` is a connection without an answer. */
  badAnswers: z.record(z.string(), z.int().min(0)),
  /** What was counted of the canary meanwhile, whoever asked. */
  counted: z.object({ exceptions: z.number(), serverErrors: z.number() }),
});

/** What `certify` found out about an account and Region. */
export const certificateSchema = z.object({
  format: z.literal(1),
  certifiedAt: z.iso.datetime(),
  account: z.string(),
  region: z.string(),
  stack: z.string(),
  /** Of what was measured by asking again and again: the longest time between two askings. */
  resolutionSeconds: seconds,
  requests: z.record(z.string(), z.int().min(0)),
  targetGroups: z.object({
    reportedBy: z.enum(['id', 'ARN', 'another value', 'nothing', 'unknown']),
    listed: z.array(z.string()).readonly(),
  }),
  /** How many functions may run at once, and how many of them share what is not reserved; absent where untold. */
  functionsAtOnce: z.object({ account: z.int().min(0), unreserved: z.int().min(0) }).optional(),
  /** Where the checks of the machine look for answers; absent where it does not say. */
  answersFrom: answersFromSchema.optional(),
  metrics: z.array(latenessSchema).readonly(),
  calls: z.object({ sent: z.int().min(0), throttled: z.record(z.string(), z.int().min(1)) }),
  release: releaseSchema.optional(),
  proposals: z.array(z.object({ setting: z.string(), value: z.union([z.string(), z.number()]), because: z.string() })),
});
export type Certificate = z.infer<typeof certificateSchema>;
export type CertifiedRelease = NonNullable<Certificate['release']>;

/** The place that a certificate speaks of. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/**
 * What was found out about this account and Region; undefined where there is no file, or it is of another place.
 * @throws Error saying what is wrong with a file that cannot be read as one
 */
export function certificateIn(text: string | undefined, { account, region }: Place): Certificate | undefined {
  if (text === undefined) return undefined;
  const parsed = certificateSchema.safeParse(jsonIn(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(
      `${CERTIFICATE_FILE} is no certificate of this version: ${issue?.path.join('.') ?? ''}: ` +
        `${issue?.message ?? ''}; run certify again`,
    );
  }
  const { data } = parsed;
  return data.account === account && data.region === region ? data : undefined;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
