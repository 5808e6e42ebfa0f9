import { ContractError } from '../statemachine/contract/errors.ts';

/** As much of an error as tells what happened; the SDK's and Node's have some of it. */
interface Told {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly address?: string;
  readonly port?: number;
  readonly errors?: readonly unknown[];
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const NETWORK_CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
];
const NETWORK_NAMES = ['TimeoutError', 'RequestTimeout', 'NetworkingError'];
const THROTTLED = [
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'ThrottledException',
];
const EXPIRED = [
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'TokenRefreshRequired',
  'SSOTokenProviderFailure',
];
const UNKNOWN_KEY = [
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'IncompleteSignature',
  'AuthFailure',
];
const FORBIDDEN = [
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'UnauthorizedOperation',
  'NotAuthorized',
];

/** Whether asking again may bring an answer. */
export function isTransient(error: unknown): boolean {
  const told = toldBy(error);
  return isNetwork(told) || THROTTLED.includes(told.name) || (told.$metadata?.httpStatusCode ?? 0) >= 500;
}

/** What went wrong and what to do about it, in one or two sentences. */
export function explain(error: unknown): string {
  const told = toldBy(error);
  const { message, name } = told;
  if (isNetwork(told))
    return (
      `nothing answers${whereOf(told)}: ${message || told.code || name}; is the Region right, or should npm ` +
      'run local be running?'
    );
  if (isExpired(told))
    return `the AWS credentials have expired: log in again (aws sso login, or whatever gave them to you). ${message}`;
  if (name === 'CredentialsProviderError' || /could not load credentials/i.test(message)) {
    return (
      'no AWS credentials were found: log in, set AWS_PROFILE or give --profile; for the local cloud give ' +
      `--local. ${message}`
    );
  }
  if (UNKNOWN_KEY.includes(name)) return `AWS does not know these credentials: ${message}`;
  if (FORBIDDEN.includes(name))
    return `not permitted: ${message} docs/policies/operator.json has what an operator needs`;
  if (/region is missing/i.test(message))
    return 'no Region is set: give --region or set AWS_REGION; for the local cloud give --local';
  if (THROTTLED.includes(name)) return `AWS asks to slow down: ${message}; try again in a moment`;
  if (error instanceof ContractError || name === 'UnreadableRecord')
    return `${name}: ${message}; RUNBOOK.md#${name.toLowerCase()}`;
  return name === 'Error' || OWN.includes(name) ? message : `${name}: ${message}`;
}

/** Names that say nothing that the message does not. */
const OWN = ['NotFound', 'Refused', 'UsageError', 'Interrupted'];

function isNetwork({ code, name }: Told): boolean {
  return (code !== undefined && NETWORK_CODES.includes(code)) || NETWORK_NAMES.includes(name);
}

/** The credentials' providers say it in a message of theirs. */
function isExpired({ message, name }: Told): boolean {
  return EXPIRED.includes(name) || (/credentials|token|session|sso/i.test(message) && /expired/i.test(message));
}

function whereOf({ address, port }: Told): string {
  return address === undefined ? '' : ` at ${address}${port === undefined ? '' : `:${port}`}`;
}

function toldBy(error: unknown): Told {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const told = error as Told;
  // A name with several addresses fails once for each.
  const [first] = told.errors ?? [];
  return first instanceof Error && told.message === ''
    ? { ...(first as Told), name: first.name, message: first.message }
    : told;
}
