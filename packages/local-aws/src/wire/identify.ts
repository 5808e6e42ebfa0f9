import { awsJson } from './aws-json.ts';
import { type Codec, unknownOperation } from './codec.ts';
import type { AwsError } from '../core/aws-error.ts';
import type { WireRequest } from './http.ts';
import { awsQuery } from './query.ts';
import { restJson } from './rest-json.ts';
import { isCbor, rpcCbor, rpcPath } from './rpc-cbor.ts';
import { isServiceName, SERVICES, serviceOfPath, serviceOfTarget, type ServiceName } from './services.ts';

/** What a signature says of itself. It is not verified: there is nothing to protect here. */
export interface Credential {
  readonly accessKeyId: string;
  readonly service: string;
}

/** `AWS4-HMAC-SHA256 Credential=KEY/20260105/REGION/SERVICE/aws4_request, …` */
export function credentialOf(authorization: string | undefined): Credential | undefined {
  const [, accessKeyId, service] =
    /Credential=([^/,\s]+)\/[^/,\s]*\/[^/,\s]*\/([^/,\s]+)\/aws4_request/.exec(authorization ?? '') ?? [];
  return accessKeyId !== undefined && service !== undefined ? { accessKeyId, service } : undefined;
}

export type Addressee =
  | { readonly kind: 'service'; readonly service: ServiceName; readonly codec: Codec }
  | { readonly kind: 'dynamodb' }
  /** Nobody here: the error, and the form in which this caller reads it. */
  | { readonly kind: 'unknown'; readonly codec: Codec; readonly error: AwsError };

const DYNAMODB_PREFIX = 'DynamoDB_20120810';

/**
 * Whom a request is for: by X-Amz-Target, else by the path of RPC v2, else by the credential's scope, else by the path.
 */
export function addresseeOf(request: WireRequest, credential: Credential | undefined): Addressee {
  const target = request.headers['x-amz-target'];
  if (target !== undefined) return byTarget(target);
  if (isCbor(request)) return byRpcPath(request.path);
  const service = credential?.service ?? serviceOfPath(request.path);
  const isForm = hasForm(request.headers);
  if (!isServiceName(service)) {
    const error = unknownOperation(
      service === undefined
        ? `no AWS service has ${request.method} ${request.path}`
        : `the local cloud does not have the service ${service}`,
    );
    return { kind: 'unknown', codec: codecFor(request.headers), error };
  }
  const protocol = SERVICES[service];
  if (isForm && protocol.query) return { kind: 'service', service, codec: awsQuery(protocol) };
  if (!isForm && protocol.rest) return { kind: 'service', service, codec: restJson(protocol) };
  return {
    kind: 'unknown',
    codec: codecFor(request.headers),
    error: unknownOperation(
      `${protocol.title} speaks ${spoken(service)} here; this request has neither its form nor its headers`,
    ),
  };
}

/** How a caller of whom nothing but the headers is known reads errors. */
export function codecFor(headers: WireRequest['headers']): Codec {
  if (headers['x-amz-target'] !== undefined) return awsJson(nobody);
  if (isCbor({ headers })) return rpcCbor({});
  return (hasForm(headers) ? awsQuery : restJson)(nobody);
}

function hasForm(headers: WireRequest['headers']): boolean {
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
}

/** Whose error form is plain: the service is not known. */
const nobody = { title: 'AWS', times: new Set<string>() };

function byTarget(target: string): Addressee {
  const prefix = target.split('.')[0] ?? '';
  if (prefix === DYNAMODB_PREFIX) return { kind: 'dynamodb' };
  const service = serviceOfTarget(prefix);
  if (service) return { kind: 'service', service, codec: awsJson(SERVICES[service]) };
  return {
    kind: 'unknown',
    codec: awsJson(nobody),
    error: unknownOperation(`the local cloud has no service with X-Amz-Target ${target}`),
  };
}

function byRpcPath(path: string): Addressee {
  const { prefix } = rpcPath(path) ?? {};
  const service = prefix === undefined ? undefined : serviceOfTarget(prefix);
  if (service && SERVICES[service].cbor) return { kind: 'service', service, codec: rpcCbor(SERVICES[service]) };
  const error = unknownOperation(
    service === undefined
      ? `the local cloud has no service with RPC v2 at ${path}`
      : `${SERVICES[service].title} speaks ${spoken(service)} here, not RPC v2 over CBOR`,
  );
  return { kind: 'unknown', codec: rpcCbor({}), error };
}

function spoken(service: ServiceName): string {
  const { cbor, json, query, rest } = SERVICES[service];
  return [json && `AWS JSON ${json.version}`, cbor && 'RPC v2 CBOR', query && 'Query', rest && 'REST JSON']
    .filter(Boolean)
    .join(' and ');
}
