/** Commands that no test types as they are, and why. */
export interface Elsewhere {
  /** How they begin. */
  readonly begins: string;
  readonly why: string;
  /** A file that runs the same all the same, and what in it does; what the command begins with unless told. */
  readonly in?: string;
  readonly does?: string;
  /** Whatever else stands in its block needs what it has left, and runs there too. */
  readonly whole?: true;
}

/** A name that VPCs alone resolve, over TLS, which the local cloud does not speak. */
const IN_A_VPC = 'a client in a VPC';
const FOR_LONG = 'stays until Ctrl-C';
const NO_ANSWER = 'docs/local.md says what becomes of it on a laptop';

export const ELSEWHERE: readonly Elsewhere[] = [
  { begins: 'npm ci && npm start', why: 'takes a minute', in: '.ci/run' },
  { begins: 'npm ci && npm test', why: 'takes minutes', in: '.ci/run' },
  { begins: 'npm start -- --scenario errors', why: 'is a scenario of its own', in: '.ci/run' },
  { begins: 'npm ci && npm pack', why: 'installs', in: 'test/apps/setup.ts', does: "'pack'" },
  { begins: 'npm install ../lattice-canary/', why: 'installs', in: 'test/apps/setup.ts', does: "'install'" },
  { begins: 'npm run local -- --app', why: FOR_LONG, in: 'test/apps/packed.test.ts', does: "'--app'" },
  {
    begins: 'npm run local -- --empty',
    why: FOR_LONG,
    in: 'test/cdk-cli/own-app.test.ts',
    does: "'--empty'",
    whole: true,
  },
  { begins: 'npm run local  ', why: FOR_LONG, in: 'test/live/local.test.ts', does: 'startLocalCloud(' },
  { begins: 'npx cdk bootstrap', why: 'an account', in: 'test/cdk-cli/own-app.test.ts', does: "'bootstrap'" },
  {
    begins: 'npx cdk deploy  ',
    why: 'an app whose listener is one of others',
    in: 'test/live/existing-listener.test.ts',
    does: 'adopt',
    whole: true,
  },
  {
    begins: 'npx lattice-canary release-listener',
    why: 'an app whose listener is one of others',
    in: 'test/live/existing-listener.test.ts',
    does: 'release-listener',
  },
  { begins: 'npm run deploy', why: 'an account', in: 'test/cdk-cli/own-app.test.ts', does: "'deploy'" },
  { begins: 'npm run destroy', why: 'an account', in: 'test/cdk-cli/own-app.test.ts', does: "'destroy'" },
  {
    begins: 'npm run canary -- judge',
    why: 'is held with its answer',
    in: 'test/docs/judge.test.ts',
    does: "'docs/judge.md'",
  },
  { begins: 'npm run canary -- certify', why: 'takes minutes', in: 'test/live/certify.test.ts', does: 'certify' },
  { begins: 'curl -i', why: IN_A_VPC },
  { begins: 'curl -si', why: IN_A_VPC },
  { begins: "curl -H 'x-canary-preview: for-testers'", why: IN_A_VPC },
  { begins: 'wanted=7', why: IN_A_VPC },
  { begins: 'got=$(curl', why: IN_A_VPC },
  { begins: '[ "$got" = "$wanted" ]', why: IN_A_VPC },
  { begins: 'while :; do echo $(date', why: IN_A_VPC },
  { begins: 'aws vpc-lattice update-listener …', why: 'leaves out what follows' },
  { begins: 'logs RollBack', why: NO_ANSWER, in: 'docs/local.md', does: '| `aws logs tail`' },
  { begins: 'aws cloudtrail lookup-events', why: NO_ANSWER, in: 'docs/local.md' },
  { begins: 'aws iam create-policy', why: NO_ANSWER, in: 'docs/local.md' },
  { begins: 'aws sts assume-role', why: NO_ANSWER, in: 'docs/local.md' },
];

export function elsewhere(command: string): Elsewhere | undefined {
  return ELSEWHERE.find(({ begins }) => command.startsWith(begins));
}

/** What is typed of a block's commands. */
export function typedOf(commands: readonly string[]): readonly string[] {
  if (commands.some((command) => elsewhere(command)?.whole === true)) return [];
  return commands.filter((command) => elsewhere(command) === undefined);
}
