// Folium's own popups build their content with jQuery; this is the one call of it that they make.
window.$ = window.$ || function (markup) {
  const holder = document.createElement('template');
  holder.innerHTML = String(markup).trim();
  return [holder.content.firstChild];
};
