export { growPlugin, type Growth } from './growPlugin.ts';
export { namesOf } from './names.ts';
export { writePlugin, type NewPlugin, type Written } from './newPlugin.ts';
