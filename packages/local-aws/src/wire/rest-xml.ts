import type { Service } from '../core/service.ts';
import { type Codec, unknownOperation } from './codec.ts';
import { readPlaces, resultHeaders, statusOf } from './rest-places.ts';
import { openRoutes } from './routes.ts';
import { element, escape, xml } from './xml.ts';

/**
 * REST with XML bodies, as S3 has it: lists are elements of one name after each other, and errors stand alone. The
 * member that is the body is a file on its way in, and bytes on its way out.
 */
export function restXml(service: Pick<Service, 'title' | 'restXml' | 'invalid' | 'operations'>): Codec {
  const routes = openRoutes(service);
  return {
    decode(request) {
      if (request.headers['x-amz-content-sha256']?.startsWith('STREAMING-'))
        throw unknownOperation(
          `the local cloud takes bodies of ${service.title} whole, not in signed chunks (aws-chunked)`,
        );
      const { route, members } = readPlaces(routes, request, service.title);
      const takes = route.method !== 'GET' && route.payload !== undefined;
      const body = takes ? { [route.payload]: request.bodyFile ?? request.body } : {};
      return { operation: route.operation, input: { ...body, ...members } };
    },
    encode({ operation }, result, requestId) {
      const { route } = service.operations[operation] ?? {};
      const members = result as Record<string, unknown>;
      const headers = { ...headersOf(requestId), ...resultHeaders(route, members) };
      const payload = route?.method === 'GET' && route.payload !== undefined ? members[route.payload] : undefined;
      const body = payload instanceof Uint8Array ? payload : inXml(route?.root, members, service.restXml?.namespace);
      return { status: statusOf(route, members), headers, body };
    },
    fail: (error, requestId) => ({
      status: error.status,
      headers: headersOf(requestId),
      body: xml('Error', { Code: error.code, Message: error.message, RequestId: requestId }),
    }),
  };
}

function headersOf(requestId: string): Record<string, string> {
  return { 'content-type': 'application/xml', 'x-amz-request-id': requestId };
}

function inXml(root: string | undefined, members: Readonly<Record<string, unknown>>, namespace?: string): string {
  return root === undefined ? '' : element(root, flat(members), namespace);
}

/** Members as elements; what is called `text` is no member but the text itself. */
function flat(value: unknown): string {
  if (typeof value !== 'object' || value === null || value instanceof Date) return '';
  if ('text' in value && typeof value.text === 'string') return escape(value.text);
  return Object.entries(value)
    .flatMap(([name, member]) =>
      Array.isArray(member) ? member.map((item) => [name, item] as const) : [[name, member]],
    )
    .map(([name, member]) => part(String(name), member))
    .join('');
}

function part(name: string, value: unknown): string {
  const whole = typeof value === 'object' && value !== null && !(value instanceof Date);
  return whole ? element(name, flat(value)) : xml(name, value);
}
