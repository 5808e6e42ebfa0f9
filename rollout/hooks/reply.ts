import * as z from 'zod';
import { LONGEST_HOOK_DETAILS, LONGEST_HOOK_REASON } from '../../statemachine/contract/hooks.ts';

/** What became of one call of a hook. */
export type HookReply =
  | { readonly kind: 'answered'; readonly payload: unknown }
  /** It threw, or ended otherwise without an answer of its own. */
  | { readonly kind: 'failed'; readonly words: string }
  /** Nothing came within its time. */
  | { readonly kind: 'silent' }
  /** It could not be run now, and perhaps a moment later. */
  | { readonly kind: 'busy'; readonly words: string }
  /** It cannot be run: there is none, or nobody may. */
  | { readonly kind: 'refused'; readonly words: string };

/** What is to be made of that. */
export interface Heard {
  readonly status: 'succeeded' | 'in progress' | 'failed' | 'busy';
  /** '' where there is nothing to say. */
  readonly says: string;
  /** It is not asked again before, in seconds. */
  readonly callBackSeconds?: number;
  /** What it gets back when it is asked again. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * What Amazon ECS takes from a Lambda hook ("Lambda hooks for Amazon ECS service deployments"), so that one function
 * serves both; `reason` is ours.
 */
const answerSchema = z.looseObject({
  hookStatus: z.enum(['SUCCEEDED', 'FAILED', 'IN_PROGRESS']),
  /** Seconds. */
  callBackDelay: z.number().min(0).optional(),
  hookDetails: z
    .record(z.string(), z.unknown())
    .refine((details) => JSON.stringify(details).length <= LONGEST_HOOK_DETAILS)
    .optional(),
  reason: z.string().optional(),
});

const STATUS = { SUCCEEDED: 'succeeded', FAILED: 'failed', IN_PROGRESS: 'in progress' } as const;

/** Only who says SUCCEEDED has succeeded: whatever cannot be read has failed. */
export function readReply(reply: HookReply): Heard {
  switch (reply.kind) {
    case 'answered':
      return readAnswer(reply.payload);
    case 'failed':
      return { status: 'failed', says: cut(`it threw: ${reply.words}`) };
    case 'silent':
      return { status: 'failed', says: 'it gave no answer in time' };
    case 'busy':
      return { status: 'busy', says: cut(`it could not be asked now: ${reply.words}`) };
    case 'refused':
      return { status: 'failed', says: cut(`it cannot be asked: ${reply.words}`) };
  }
}

function readAnswer(payload: unknown): Heard {
  const { data } = answerSchema.safeParse(payload);
  if (data === undefined) {
    return {
      status: 'failed',
      says: cut(`expected hookStatus SUCCEEDED, FAILED or IN_PROGRESS, got ${JSON.stringify(payload) ?? 'nothing'}`),
    };
  }
  const { hookStatus, callBackDelay, hookDetails, reason = '' } = data;
  return {
    status: STATUS[hookStatus],
    says: cut(reason),
    ...(callBackDelay !== undefined && { callBackSeconds: callBackDelay }),
    ...(hookDetails && { details: hookDetails }),
  };
}

const cut = (text: string): string => text.trim().slice(0, LONGEST_HOOK_REASON);
