import * as z from 'zod';

/** When a hook is asked. */
export const HOOK_PLACES = ['before users', 'in bake', 'before promotion'] as const;
export type HookPlace = (typeof HOOK_PLACES)[number];

/** One call of a hook is waited for so long, in seconds; what takes longer answers IN_PROGRESS. */
export const HOOK_ANSWERS_WITHIN_SECONDS = 30;

/** All hooks of a turn are asked at once, so that the function that asks them takes hardly longer than one. */
export const MOST_HOOKS = 10;

/** Until a hook in progress is asked again, in seconds, where it says nothing of it: as Amazon ECS has it. */
export const CALL_BACK_SECONDS = 30;

/** Characters kept of what a hook says, and of the details that it wants to get back: they travel in every turn. */
export const LONGEST_HOOK_REASON = 300;
export const LONGEST_HOOK_DETAILS = 2_000;

/** Step Functions takes a text that begins so for an expression. */
const NAME = /^[^\s{][^\r\n]{0,39}$/;

/** An ARN of a function, a version or an alias; or, in a construct, a reference that only CloudFormation can read. */
const FUNCTION_ARN = /^arn:[^:]+:lambda:[^:]+:\d{12}:function:[\w-]{1,64}(:[\w$-]{1,128})?$|\$\{Token\[/;

/** What a hook that did not succeed leads to. */
export const onHookErrorSchema = z.enum(['roll back', 'hold', 'ignore']);
export type OnHookError = z.infer<typeof onHookErrorSchema>;

/** A function of yours that is asked before a release goes on. Durations are in seconds. */
export const hookSchema = z
  .strictObject({
    /**
     * `before users`: after the smoke test, until it has succeeded. `in bake`: in each turn of its steps. `before
     * promotion`: at the last weight once its bake is over, by time or by `go-on`, until it has succeeded.
     */
    at: z.enum(HOOK_PLACES),
    /** Its ARN: of the function, of a version or of an alias. */
    fn: z.string().regex(FUNCTION_ARN, 'expected the ARN of a Lambda function'),
    /** What messages call it. @default - the function's name */
    name: z.exactOptional(z.string().regex(NAME, 'expected up to 40 characters such as "freeze calendar"')),
    /** The weights at which it is asked, of `in bake` only. @default - every one of the plan */
    steps: z.exactOptional(z.array(z.int().min(1).max(100)).min(1)),
    /** So long it may say IN_PROGRESS, from the first time that it was asked at that weight. */
    timeoutSeconds: z
      .int()
      .min(HOOK_ANSWERS_WITHIN_SECONDS)
      .max(7 * 24 * 3600),
    /**
     * What it leads to when it fails, throws, gives no answer in time, cannot be invoked or answers something else.
     * @default - `roll back`
     */
    onError: z.exactOptional(onHookErrorSchema),
  })
  .superRefine(({ at, steps }, ctx) => {
    if (at === 'in bake' || steps === undefined) return;
    const message = 'expected no steps where it is not asked in a bake';
    ctx.addIssue({ code: 'custom', path: ['steps'], input: steps, message });
  });
export type Hook = z.infer<typeof hookSchema>;

/** What a plan's hooks are checked by: they name weights of its steps. */
export const hooksSchema = z.array(hookSchema).min(1).max(MOST_HOOKS);

/** How a hook stands; it travels from turn to turn in a variable of the machine. */
export const hookStateSchema = z.object({
  name: z.string(),
  at: z.enum(HOOK_PLACES),
  onError: onHookErrorSchema,
  status: z.enum(['not asked', 'in progress', 'succeeded', 'failed']),
  /** When it was asked first, at this weight. */
  since: z.iso.datetime().optional(),
  /** Not asked again before. */
  due: z.iso.datetime().optional(),
  /** By when it must have succeeded. */
  until: z.iso.datetime().optional(),
  /** When it failed. */
  failedAt: z.iso.datetime().optional(),
  /** What it said, or what is to be said of it; '' for nothing. */
  says: z.string(),
  /** What it wants to get back when it is asked again. */
  details: z.record(z.string(), z.unknown()).optional(),
});
export type HookState = z.infer<typeof hookStateSchema>;

/** By the place of the hook in its list. Empty before it was asked. */
export const hookStatesSchema = z.record(z.string(), hookStateSchema);
export type HookStates = Readonly<Record<string, HookState>>;

interface WithHooks {
  readonly steps: readonly { readonly weight: number }[];
  readonly hooks?: readonly Hook[] | undefined;
}

/** Before the first user. */
export const hooksBeforeUsers = ({ hooks = [] }: Pick<WithHooks, 'hooks'>): readonly Hook[] =>
  hooks.filter(({ at }) => at === 'before users');

/** At a weight of the plan; at its last also those before the promotion. */
export function hooksAt(plan: WithHooks, weight: number): readonly Hook[] {
  const last = plan.steps.at(-1)?.weight === weight;
  return (plan.hooks ?? []).filter(
    ({ at, steps }) =>
      (at === 'in bake' && (steps === undefined || steps.includes(weight))) || (at === 'before promotion' && last),
  );
}

/**
 * How much longer hooks can keep a release where it is, in seconds. Each may say IN_PROGRESS for its time; one that
 * holds the release may do so once, for `holdSeconds`; and those that are asked only until they have succeeded are
 * asked anew after each hold.
 */
export function hooksTakeAtMost(hooks: readonly Hook[], holdSeconds: number): number {
  if (hooks.length === 0) return 0;
  const holds = hooks.filter(({ onError }) => onError === 'hold').length;
  const longest = Math.max(...hooks.map(({ timeoutSeconds }) => timeoutSeconds));
  const askedAnew = hooks.some(({ at }) => at !== 'in bake') ? holds + 1 : 0;
  return (1 + askedAnew) * longest + holds * holdSeconds;
}
