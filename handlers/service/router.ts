/** A request as VPC Lattice sends it to a Lambda target with event version V2; only what the service reads. */
export interface LatticeRequest {
  /** With the query: `/hello?name=Ada`. */
  readonly path: string;
  readonly method: string;
}

export interface LatticeResponse {
  readonly isBase64Encoded: boolean;
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a route answers: the body, to which the router adds the release, and a status, 200 unless told. */
export interface Reply {
  readonly status?: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Route = (query: URLSearchParams) => Reply | Promise<Reply>;
/** Routes by path; every one of them is a GET. */
export type Routes = Readonly<Record<string, Route>>;
export type ServiceHandler = (request: LatticeRequest) => Promise<LatticeResponse>;

/**
 * A release of the sample service. Every answer tells the release, in the header `x-release` and in the JSON body.
 * An unknown path is answered with 404, another method than GET with 405. What a route throws is thrown on.
 */
export function service(release: string, routes: Routes): ServiceHandler {
  const answer = (
    status: number,
    body: Readonly<Record<string, unknown>>,
    headers: Readonly<Record<string, string>> = {},
  ): LatticeResponse => ({
    isBase64Encoded: false,
    statusCode: status,
    headers: { 'content-type': 'application/json', 'x-release': release, ...headers },
    body: JSON.stringify({ release, ...body }),
  });
  const known = new Map(Object.entries(routes));
  return async ({ path, method }) => {
    const queryStart = path.indexOf('?');
    const place = queryStart === -1 ? path : path.slice(0, queryStart);
    const route = known.get(place);
    if (route === undefined) return answer(404, { error: `no such path: ${place}`, paths: [...known.keys()] });
    if (method !== 'GET')
      return answer(405, { error: `method ${method} is not allowed, expected GET` }, { allow: 'GET' });
    const reply = await route(new URLSearchParams(queryStart === -1 ? '' : path.slice(queryStart + 1)));
    return answer(reply.status ?? 200, reply.body);
  };
}

/** What the smoke test asks for. */
export const healthy: Route = () => ({ body: { status: 'ok' } });
