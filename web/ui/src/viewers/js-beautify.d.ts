declare module "js-beautify/js/src/css" {
  export default function css(text: string, options: object): string;
}
declare module "js-beautify/js/src/javascript" {
  export default function js(text: string, options: object): string;
}
