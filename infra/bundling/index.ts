export { bundleHandlers, bundleHandlersAside, bundleRelease, SHAPE, type Bundle } from './bundle.ts';
export { defaultHandlerBundles } from './default-bundles.ts';
export { HANDLERS, releases, type HandlerName } from './sources.ts';
