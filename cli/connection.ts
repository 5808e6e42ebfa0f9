/** Where to look, as the command line says it. */
export interface Where {
  readonly stack?: string;
  readonly service?: string;
  readonly region?: string;
  readonly profile?: string;
  /** A cloud on this machine: at its own port, or where AWS_ENDPOINT_URL says. */
  readonly local?: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export const LOCAL_ENDPOINT = 'http://127.0.0.1:4566';
const LOCAL_REGION = 'eu-west-1';

/** What every client of the SDK is made with; what is left out comes from environment and configuration files. */
export interface ClientSettings {
  readonly endpoint?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** `--local` needs nothing else to be set; the AWS CLI's AWS_DEFAULT_REGION counts too, which the SDK does not read. */
export function clientSettings({ region, profile, local }: Where, env: Environment): ClientSettings {
  const chosen = region ?? (env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || undefined);
  if (local === true) {
    return {
      endpoint: localEndpoint(env),
      region: region ?? LOCAL_REGION,
      credentials: { accessKeyId: 'operator', secretAccessKey: 'not-verified' },
    };
  }
  return { ...(chosen === undefined ? {} : { region: chosen }), ...(profile === undefined ? {} : { profile }) };
}

/** `--local` never leaves this machine, whatever the environment says. */
function localEndpoint(env: Environment): string {
  const told = env['AWS_ENDPOINT_URL'];
  return told !== undefined && isOnThisMachine(told) ? told : LOCAL_ENDPOINT;
}

/** The address that is asked instead of AWS's own; undefined for AWS. */
export function endpointOf({ local }: Where, env: Environment): string | undefined {
  return local === true ? localEndpoint(env) : env['AWS_ENDPOINT_URL'] || undefined;
}

/** The clouds of a laptop run fast and cost nothing to ask. */
export function isOnThisMachine(endpoint: string | undefined): boolean {
  return endpoint !== undefined && /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/.test(endpoint);
}

/** How an AWS CLI command begins that looks at the same place. */
export function awsCommand(where: Where, env: Environment): string {
  if (where.local === true) {
    return (
      `AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local aws --endpoint-url ${localEndpoint(env)} --region ` +
      (where.region ?? LOCAL_REGION)
    );
  }
  // AWS_ENDPOINT_URL is in the environment of whoever pastes it, too.
  const region = where.region ?? (env['AWS_REGION'] || undefined);
  return [
    'aws',
    ...(where.profile === undefined ? [] : [`--profile ${where.profile}`]),
    ...(region === undefined ? [] : [`--region ${region}`]),
  ].join(' ');
}

/** How a command of this program begins that looks at the same place, with the arguments that say so behind it. */
export function ownCommand(
  program: string,
  { stack, service, region, profile, local }: Where,
): (rest: string) => string {
  const options = Object.entries({ stack, service, region, profile }).flatMap(([name, value]) =>
    value === undefined ? [] : [` --${name} ${value}`],
  );
  return (rest) => `${program} ${rest}${options.join('')}${local === true ? ' --local' : ''}`;
}
