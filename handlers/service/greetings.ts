import { healthy, type Reply, type Route, type Routes } from './router.ts';

/** Longest name that is greeted, in characters. */
const LONGEST_NAME = 100;

const GREETINGS: ReadonlyMap<string, string> = new Map([
  ['de', 'Hallo'],
  ['en', 'Hello'],
  ['es', 'Hola'],
  ['fr', 'Bonjour'],
  ['it', 'Ciao'],
]);
const LANGUAGES = [...GREETINGS.keys()];

/** GET /hello?name=: greets in one language; nobody in particular is the world. */
export const hello: Route = (query) => greet('Hello', query);

/** What release 2.0.0 can do: GET /hello?name=&lang= greets in several languages, GET /languages lists them. */
export const greetings: Routes = {
  '/hello': (query) => {
    const language = query.get('lang') ?? 'en';
    const greeting = GREETINGS.get(language);
    return greeting === undefined
      ? { status: 400, body: { error: `unknown language: ${language}`, languages: LANGUAGES } }
      : greet(greeting, query);
  },
  '/languages': () => ({ body: { languages: LANGUAGES } }),
  '/health': healthy,
};

function greet(greeting: string, query: URLSearchParams): Reply {
  const name = query.get('name') || 'world';
  if (name.length > LONGEST_NAME)
    return { status: 400, body: { error: `name has ${name.length} characters, at most ${LONGEST_NAME} are greeted` } };
  return { body: { message: `${greeting}, ${name}!` } };
}
