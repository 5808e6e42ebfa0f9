export { bundleHandlers, bundleRelease, type Bundle } from './bundle.ts';
export { HANDLERS, releases, type HandlerName } from './sources.ts';
