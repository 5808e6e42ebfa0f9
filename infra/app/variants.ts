/** Settings under the context's key `canary`. */
export type Variant = Readonly<Record<string, unknown>>;

const HERE = 'eu-west-1:111122223333';
const extraAlarms = (count: number) =>
  Array.from({ length: count }, (_, i) => `arn:aws:cloudwatch:${HERE}:alarm:orders-${i}`);
const CERTIFICATE = `arn:aws:acm:${HERE}:certificate/1234abcd-12ab-34cd-56ef-1234567890ab`;
const HOOK = `arn:aws:lambda:${HERE}:function:release-gate`;
const NETWORK = 'sn-0123456789abcdef0';
const VPC = 'vpc-0123456789abcdef0';
const GROUPS = ['sg-0123456789abcdef0'];

/** Nothing but the shortest plan: what a plan changes is the machine, which is large. */
const SHORT: Variant = { plan: { steps: [{ weight: 100, bakeSeconds: 60 }] } };

/** One change of the app each; `short plan` is what all others differ from. Between them they change every option. */
const CHANGES = {
  'short plan': {},
  'another plan': {
    plan: {
      steps: [
        { weight: 50, bakeSeconds: 120 },
        { weight: 100, bakeSeconds: 60 },
      ],
    },
  },
  'a last weight of 95': { plan: { steps: [{ weight: 95, bakeSeconds: 60 }] } },
  'a hold while production is broken': { plan: { ...(SHORT['plan'] as object), brokenProductionHoldSeconds: 600 } },
  'one promoted version kept': { plan: { ...(SHORT['plan'] as object), keepPromoted: 1 } },
  'a weight that waits for approval': { plan: { steps: [{ weight: 100, bakeSeconds: 60, approve: true }] } },
  'GETs beside production': {
    plan: {
      ...(SHORT['plan'] as object),
      smoke: { requests: [{ path: '/hello?name=Ada', headers: { 'accept-language': 'de' } }] },
    },
  },
  'provisioned concurrency': { plan: { ...(SHORT['plan'] as object), provisionedConcurrency: 5 } },
  'provisioned concurrency taken away': { plan: { ...(SHORT['plan'] as object), provisionedConcurrency: 0 } },
  'hooks at three places': {
    plan: {
      ...(SHORT['plan'] as object),
      hooks: [
        { at: 'before users', fn: HOOK, timeoutSeconds: 600, onError: 'hold' },
        { at: 'in bake', fn: HOOK, steps: [100], timeoutSeconds: 60 },
        { at: 'before promotion', fn: `${HOOK}:live`, name: 'freeze calendar', timeoutSeconds: 60, onError: 'ignore' },
      ],
    },
  },
  'other thresholds': { alarms: { errorRatePercent: 9 } },
  'answers from nowhere': { answersFrom: 'none' },
  'version 42 first': { initialVersion: '42' },
  'prefixed aliases': { aliasPrefix: 'lattice-' },
  'e-mail': { email: 'releases@example.com' },
  'a network of others': { serviceNetworkId: NETWORK },
  'another network': { serviceNetworkId: 'sn-0123456789abcdef1' },
  'a VPC': { vpcId: VPC },
  'another VPC': { vpcId: 'vpc-0123456789abcdef1' },
  'a guarded VPC': { vpcId: VPC, securityGroupIds: GROUPS },
  'a VPC guarded by others': { vpcId: VPC, securityGroupIds: ['sg-0123456789abcdef1'] },
  'a network of others and a VPC': { serviceNetworkId: NETWORK, vpcId: VPC },
  'another network and the same VPC': { serviceNetworkId: 'sn-0123456789abcdef1', vpcId: VPC },
  HTTP: { protocol: 'HTTP' },
  'signed by the account': { auth: { type: 'AWS_IAM', allow: 'account' } },
  'signed by the organization': { auth: { type: 'AWS_IAM', allow: 'o-a1b2c3d4e5' } },
  'own domain': { customDomain: { name: 'shop.example.com', certificateArn: CERTIFICATE } },
  'own domain, another certificate': {
    customDomain: { name: 'shop.example.com', certificateArn: CERTIFICATE.replace('1234abcd', '5678abcd') },
  },
  'another domain': { customDomain: { name: 'buy.example.com', certificateArn: CERTIFICATE } },
  'a preview': { preview: { value: 'for-testers' } },
  'another preview': { preview: { header: 'x-testers', value: 'others' } },
  'a listener of others': {
    listener: { serviceId: 'svc-0123456789abcdef0', listenerId: 'listener-0123456789abcdef0' },
  },
  'an extra alarm': { extraAlarmArns: extraAlarms(1) },
  'six extra alarms': { extraAlarmArns: extraAlarms(6) },
  'a key': { encryptionKeyArn: `arn:aws:kms:${HERE}:key/1234abcd-12ab-34cd-56ef-1234567890ab` },
  'another key': { encryptionKeyArn: `arn:aws:kms:${HERE}:key/5678abcd-12ab-34cd-56ef-1234567890ab` },
  'release on deploy': { releaseOnDeploy: true },
  'concurrency reserved': { reserveConcurrency: true },
  'no dashboard': { dashboard: false },
} as const satisfies Readonly<Record<string, Variant>>;

/** All options at once that go together: between them every resource and every statement that there can be. */
export const RICHEST: Variant = {
  plan: {
    ...CHANGES['a hold while production is broken'].plan,
    ...CHANGES['GETs beside production'].plan,
    ...CHANGES['hooks at three places'].plan,
    ...CHANGES['provisioned concurrency'].plan,
    ...CHANGES['a weight that waits for approval'].plan,
  },
  ...CHANGES['e-mail'],
  ...CHANGES['a guarded VPC'],
  ...CHANGES['signed by the organization'],
  ...CHANGES['own domain'],
  ...CHANGES['a preview'],
  ...CHANGES['six extra alarms'],
  ...CHANGES['a key'],
  ...CHANGES['release on deploy'],
  ...CHANGES['concurrency reserved'],
};

export type VariantName = keyof typeof CHANGES | 'every option';

/** Settings of the app by the name of what is special about them. */
export const VARIANTS = Object.fromEntries(
  Object.entries<Variant>({ ...CHANGES, 'every option': RICHEST }).map(([name, change]) => [
    name,
    { ...SHORT, ...change },
  ]),
) as Readonly<Record<VariantName, Variant>>;
export const VARIANT_NAMES = Object.keys(VARIANTS) as readonly VariantName[];
