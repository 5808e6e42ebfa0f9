import { Token } from 'aws-cdk-lib/core';
import { z } from 'zod';
import {
  type AnswersFrom,
  answersFromSchema,
  answerSource,
  PUBLISHED_AFTER_SECONDS,
} from '../../statemachine/contract/answer-metrics.ts';
import { DEFAULT_COMPARE } from '../../statemachine/contract/compare.ts';
import { DEFAULT_PLAN, type Plan, planSchema } from '../../statemachine/contract/plan.ts';
import { historyProblem } from '../../statemachine/history.ts';
import { alarmsSchema } from './alarm-kinds.ts';
import { previewSchema } from './preview-options.ts';

const plan = z
  .looseObject({})
  .default({})
  // A plan may name only what differs from the default.
  .transform((given) => ({
    ...DEFAULT_PLAN,
    ...given,
    ...('compare' in given && { compare: completed(given.compare) }),
  }))
  .pipe(planSchema)
  .superRefine((plan, ctx) => {
    const message = historyProblem(plan);
    if (message !== undefined)
      ctx.addIssue({ code: 'custom', path: ['checkSeconds'], input: plan.checkSeconds, message });
  });

/** What is compared differently may name only that, too. */
function completed(compare: unknown): unknown {
  return typeof compare === 'object' && compare !== null ? { ...DEFAULT_COMPARE, ...compare } : compare;
}

/**
 * Text of a form; in a construct it may also be a reference to another resource, which only CloudFormation can judge.
 */
export function text(form: RegExp, expected: string) {
  return z.string().refine((given) => Token.isUnresolved(given) || form.test(given), expected);
}

const securityGroupId = text(
  /^sg-[0-9a-f]{8,17}$/,
  'expected the id of a security group such as "sg-0123456789abcdef0"',
);

const authSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('NONE') }),
  z.strictObject({
    type: z.literal('AWS_IAM'),
    /** `account`: principals of the service's own account; an organization's id: those of all its accounts. */
    allow: text(
      /^(account|o-[a-z0-9]{10,32})$/,
      'expected "account" or the id of an organization such as "o-a1b2c3d4e5"',
    ),
  }),
]);
/** Who may call the service. */
export type Auth = z.infer<typeof authSchema>;

const customDomainSchema = z.strictObject({
  /** Fully qualified; one label of the certificate may be a wildcard. */
  name: text(
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
    'expected a domain name in lower case such as "shop.example.com"',
  ),
  certificateArn: text(
    /^arn:[^:]+:acm:[^:]+:\d{12}:certificate\/[\w-]+$/,
    'expected the ARN of a certificate in Certificate Manager',
  ).optional(),
});
export type CustomDomain = z.infer<typeof customDomainSchema>;

const listenerSchema = z.strictObject({
  serviceId: text(/^svc-[0-9a-f]{17}$/, 'expected the id of a service of VPC Lattice such as "svc-0123456789abcdef0"'),
  listenerId: text(/^listener-[0-9a-f]{17}$/, 'expected the id of a listener such as "listener-0123456789abcdef0"'),
});
/** A listener that others made. */
export type ListenerOptions = z.infer<typeof listenerSchema>;

/** What the construct and the settings of cdk.json have in common, with the same names and rules. */
export const optionsShape = {
  plan,
  alarms: z.preprocess((given) => given ?? {}, alarmsSchema),
  answersFrom: answersFromSchema.default('target-group-metrics'),
  initialVersion: z
    .string()
    .regex(/^[1-9]\d{0,17}$/, 'expected the number of a published version, as text, such as "1"')
    .default('1'),
  aliasPrefix: text(/^[a-zA-Z][a-zA-Z0-9_-]{0,31}$/, 'expected letters, digits, - and _ such as "lattice-"').optional(),
  email: z.email().optional(),
  serviceNetworkId: text(
    /^(arn:[^:]+:vpc-lattice:[^:]+:\d{12}:servicenetwork\/)?sn-[0-9a-f]{17}$/,
    'expected the id or the ARN of a service network such as "sn-0123456789abcdef0"',
  ).optional(),
  vpcId: text(/^vpc-[0-9a-f]{8,17}$/, 'expected the id of a VPC such as "vpc-0123456789abcdef0"').optional(),
  securityGroupIds: z.array(securityGroupId).min(1).max(5).optional(),
  protocol: z.enum(['HTTP', 'HTTPS']).default('HTTPS'),
  auth: authSchema.default({ type: 'NONE' }),
  customDomain: customDomainSchema.optional(),
  listener: listenerSchema.optional(),
  preview: previewSchema.optional(),
  releaseOnDeploy: z.boolean().default(false),
  reserveConcurrency: z.boolean().default(false),
  dashboard: z.boolean().default(true),
};

interface Combined {
  readonly answersFrom: AnswersFrom;
  readonly plan: Pick<Plan, 'steps' | 'extendSeconds'>;
  readonly vpcId?: string | undefined;
  readonly securityGroupIds?: readonly string[] | undefined;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly customDomain?: CustomDomain | undefined;
  readonly auth: Auth;
  readonly listener?: ListenerOptions | undefined;
  readonly serviceNetworkId?: string | undefined;
}

/** Options that make sense only together. */
export function requireConsistent(options: Combined, ctx: z.core.$RefinementCtx): void {
  const { vpcId, securityGroupIds, protocol, customDomain } = options;
  requireTimeForAnswers(options, ctx);
  requireServiceOfOthers(options, ctx);
  if (securityGroupIds !== undefined && vpcId === undefined) {
    ctx.addIssue({
      code: 'custom',
      path: ['securityGroupIds'],
      input: securityGroupIds,
      message: 'security groups guard the association of a VPC: expected vpcId too',
    });
  }
  if (customDomain !== undefined && customDomain.certificateArn === undefined && protocol === 'HTTPS') {
    // "Configure a custom domain name" in the VPC Lattice user guide.
    ctx.addIssue({
      code: 'custom',
      path: ['customDomain', 'certificateArn'],
      input: undefined,
      message:
        'without a certificate every HTTPS request to a custom domain fails: expected the ARN of one for this name',
    });
  }
}

/** What is of the service stays as its owner has it. */
function requireServiceOfOthers(options: Combined, ctx: z.core.$RefinementCtx): void {
  if (options.listener === undefined) return;
  const { auth, customDomain, protocol, serviceNetworkId, vpcId } = options;
  const given = { auth: auth.type !== 'NONE' && auth, customDomain, protocol: protocol !== 'HTTPS' && protocol };
  for (const [name, input] of Object.entries(given))
    if (input !== undefined && input !== false)
      ctx.addIssue({
        code: 'custom',
        path: [name],
        input,
        message: `with "listener" the service is another's and stays as it is: expected no ${name}`,
      });
  if (vpcId !== undefined && serviceNetworkId === undefined)
    ctx.addIssue({
      code: 'custom',
      path: ['vpcId'],
      input: vpcId,
      message: 'with "listener" no network is made: expected serviceNetworkId too, or no vpcId',
    });
}

/** A bake that ends before anybody counted an answer of it would roll back every release. */
function requireTimeForAnswers({ answersFrom, plan }: Combined, ctx: z.core.$RefinementCtx): void {
  const { lateSeconds } = answerSource(answersFrom);
  if (lateSeconds === 0) return;
  const least = lateSeconds + PUBLISHED_AFTER_SECONDS;
  plan.steps.forEach(({ bakeSeconds }, i) => {
    if (bakeSeconds + plan.extendSeconds < least)
      ctx.addIssue({
        code: 'custom',
        path: ['plan', 'steps', i, 'bakeSeconds'],
        input: bakeSeconds,
        message:
          `with answersFrom "${answersFrom}" answers are counted up to ${least} s late: expected at least that of ` +
          `bakeSeconds and plan.extendSeconds (${plan.extendSeconds}) together`,
      });
  });
}

/** One line for each fault: path, value found there, rule. */
export function faultLines(root: string, issues: readonly z.core.$ZodIssue[]): string {
  return issues
    .flatMap(insideOf)
    .map((issue) => `  ${pathOf(root, issue.path)}: ${ruleOf(issue)}`)
    .join('\n');
}

/**
 * What is wrong inside the one alternative that was meant: where the value is of its kind, and only parts of it are not
 * as they should be.
 */
function insideOf(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  const meant =
    issue.code === 'invalid_union'
      ? issue.errors.find((issues) => issues.length > 0 && issues.every(({ path }) => path.length > 0))
      : undefined;
  return meant === undefined
    ? [issue]
    : meant.flatMap((inner) => insideOf({ ...inner, path: [...issue.path, ...inner.path] }));
}

function pathOf(root: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`),
    root,
  );
}

function ruleOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `no such setting: ${issue.keys.join(', ')}`;
  return `got ${JSON.stringify(issue.input) ?? 'nothing'}; ${issue.message}`;
}
