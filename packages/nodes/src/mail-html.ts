import sanitizeHtml from 'sanitize-html'

const SHAPE = ['style', 'class', 'align', 'valign', 'width', 'height', 'bgcolor', 'dir', 'lang', 'title', 'role']

const RULES: sanitizeHtml.IOptions = {
  allowedTags: [...sanitizeHtml.defaults.allowedTags, 'img', 'center', 'font', 'del', 'ins', 'strike'],
  allowedAttributes: {
    '*': SHAPE,
    a: ['href', 'name', 'target', 'rel'],
    img: ['src', 'alt', 'border'],
    table: ['border', 'cellpadding', 'cellspacing'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan', 'scope'],
    ol: ['start', 'type'],
    font: ['color', 'face', 'size'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['http', 'https', 'cid', 'data'] },
  allowProtocolRelative: false,
  // Gone with all that they hold; of other tags the text stays.
  nonTextTags: ['head', 'title', 'script', 'style', 'template', 'textarea', 'option', 'noscript', 'noembed', 'xmp'],
  // A whole page keeps the look of its body.
  transformTags: { body: 'div' },
  // Mail programs go their own ways with styles; reading each would cost far more than all the rest.
  parseStyleAttributes: false,
}

/** A mail's HTML without what could run, load a page or ask for anything: what mail is made of stays as it is. */
export function mailHtml(html: string): string {
  return sanitizeHtml(html, RULES)
}
