import type { AwsError } from '../core/aws-error.ts';
import type { Service } from '../core/service.ts';
import { DYNAMODB } from '../dynamodb/service.ts';
import { awsJson } from './aws-json.ts';
import { type Codec, unknownOperation } from './codec.ts';
import type { WireRequest } from './http.ts';
import { awsQuery } from './query.ts';
import { restJson } from './rest-json.ts';
import { restXml } from './rest-xml.ts';
import { isUnder, openRoutes } from './routes.ts';
import { isCbor, rpcCbor, rpcPath } from './rpc-cbor.ts';

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
  | { readonly kind: 'service'; readonly service: Service; readonly codec: Codec }
  | { readonly kind: 'dynamodb' }
  /** Nobody here: the error, and the form in which this caller reads it. */
  | { readonly kind: 'unknown'; readonly codec: Codec; readonly error: AwsError };

/** Finds whom a request is for. */
export type Directory = (request: WireRequest, credential: Credential | undefined) => Addressee;

/** A service with the languages that it speaks. */
interface Listed {
  readonly service: Service;
  readonly json?: Codec;
  readonly cbor?: Codec;
  readonly query?: Codec;
  readonly rest?: Codec;
}

/** By X-Amz-Target, else by the path of RPC v2, else by the credential's scope, else by the path. */
export function directoryOf(services: readonly Service[]): Directory {
  const all = services.map(listed);
  const byPrefix = new Map(all.flatMap((each) => (each.service.json ? [[each.service.json.prefix, each]] : [])));
  const byName = new Map(all.map((each) => [each.service.name, each]));
  const routed = all.map((each) => ({ each, routes: openRoutes(each.service) }));
  return (request, credential) => {
    const target = request.headers['x-amz-target'];
    if (target !== undefined) return byTarget(target, byPrefix);
    if (isCbor(request)) return byRpcPath(request.path, byPrefix);
    const found = credential
      ? byName.get(credential.service)
      : routed.find(({ routes }) => isUnder(request.path, routes))?.each;
    return found ? byForm(found, request) : unknown(codecFor(request.headers), nobodyHas(request, credential));
  };
}

function listed(service: Service): Listed {
  return {
    service,
    ...(service.json && { json: awsJson(service) }),
    ...(service.cbor && { cbor: rpcCbor(service) }),
    ...(service.query && { query: awsQuery(service) }),
    ...(service.rest && { rest: restJson(service) }),
    ...(service.restXml && { rest: restXml(service) }),
  };
}

type ByPrefix = ReadonlyMap<string, Listed>;

function byTarget(target: string, services: ByPrefix): Addressee {
  const prefix = target.split('.')[0] ?? '';
  if (prefix === DYNAMODB.json.prefix) return { kind: 'dynamodb' };
  const { service, json } = services.get(prefix) ?? {};
  if (service && json) return { kind: 'service', service, codec: json };
  return unknown(NOBODYS.json, `the local cloud has no service with X-Amz-Target ${target}`);
}

function byRpcPath(path: string, services: ByPrefix): Addressee {
  const { prefix = '' } = rpcPath(path) ?? {};
  const { service, cbor } = services.get(prefix) ?? {};
  if (service && cbor) return { kind: 'service', service, codec: cbor };
  return unknown(
    NOBODYS.cbor,
    service === undefined
      ? `the local cloud has no service with RPC v2 at ${path}`
      : `${service.title} speaks ${spoken(service).join(' and ')} here, not RPC v2 over CBOR`,
  );
}

function byForm({ service, query, rest }: Listed, { headers }: WireRequest): Addressee {
  const codec = hasForm(headers) ? query : rest;
  if (codec) return { kind: 'service', service, codec };
  const languages = spoken(service).join(' and ');
  return unknown(
    codecFor(headers),
    `${service.title} speaks ${languages} here; this request has neither its form nor its headers`,
  );
}

function nobodyHas({ method, path }: WireRequest, credential: Credential | undefined): string {
  return credential === undefined
    ? `no AWS service has ${method} ${path}`
    : `the local cloud does not have the service ${credential.service}`;
}

function unknown(codec: Codec, message: string): Addressee {
  return { kind: 'unknown', codec, error: unknownOperation(message) };
}

/** The protocols of a service, as people call them. */
export function spoken({
  cbor,
  json,
  query,
  rest,
  restXml: xmlToo,
}: Pick<Service, 'cbor' | 'json' | 'query' | 'rest' | 'restXml'>): string[] {
  return [
    ...(json ? [`AWS JSON ${json.version}`] : []),
    ...(cbor ? ['RPC v2 CBOR'] : []),
    ...(query ? ['Query'] : []),
    ...(rest ? ['REST JSON'] : []),
    ...(xmlToo ? ['REST XML'] : []),
  ];
}

/** Whose error form is plain: the service is not known. */
const NOBODY = { title: 'AWS', invalid: 'ValidationException', operations: {} };
const NOBODYS = { json: awsJson(NOBODY), cbor: rpcCbor({}), query: awsQuery(NOBODY), rest: restJson(NOBODY) };

/** How a caller of whom nothing but the headers is known reads errors. */
export function codecFor(headers: WireRequest['headers']): Codec {
  if (headers['x-amz-target'] !== undefined) return NOBODYS.json;
  if (isCbor({ headers })) return NOBODYS.cbor;
  return hasForm(headers) ? NOBODYS.query : NOBODYS.rest;
}

function hasForm(headers: WireRequest['headers']): boolean {
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
}
