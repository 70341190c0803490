/** What scripts add to a page, where they run, and beside it. */
export const aids = {
  showPassword: 'Show password',
  copy: 'Copy',
  copied: 'Copied',
  download: 'Download',
  print: 'Print',
};
