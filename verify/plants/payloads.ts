/** What a function is told instead, so that it leaves a rule of the protocol out. */

interface Asked {
  readonly trigger: {
    readonly kind: string;
    readonly input?: { readonly rollback?: { readonly event?: { readonly source?: string } } };
  };
}

/** The end of an execution asks for a rollback as a person would: of whichever rollout is open. */
export const unscoped = (args: Asked): unknown =>
  args.trigger.input?.rollback?.event?.source === 'aws.states'
    ? { ...args, trigger: { ...args.trigger, input: { rollback: { reason: 'an execution ended' } } } }
    : args;

/** Whoever says "go on" says it of the weight that runs when it is heard. */
export const saidJustNow = (args: { readonly execution: object }): unknown => ({
  ...args,
  execution: { ...args.execution, startedAt: '2099-01-01T00:00:00.000Z' },
});

export const neverRedriven = (args: { readonly execution: object }): unknown => ({
  ...args,
  execution: { ...args.execution, redrives: 0 },
});

/** Of SNS nobody looks at when it was published. */
export const ageless = (args: { readonly Records: readonly { readonly Sns: object }[] }): unknown => ({
  ...args,
  Records: args.Records.map((record) => ({ ...record, Sns: { ...record.Sns, Timestamp: '2099-01-01T00:00:00.000Z' } })),
});
