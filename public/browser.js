// Runs before everything else, in whatever browser there is: written so that the oldest ones can read it.
;(function () {
  function has(declaration) {
    return Boolean(window.CSS && CSS.supports && CSS.supports(declaration))
  }
  if ('findLast' in Array.prototype && has('(height: 1dvh)') && has('(container-type: inline-size)')) return
  document.documentElement.setAttribute('data-too-old', '')
  var note = document.createElement('main')
  note.className = 'host-missing'
  note.innerHTML =
    '<h1>浏览器版本过低</h1><p>格治需要 Chrome、Edge 或同内核浏览器 108 版以上，Firefox 110 版以上，Safari 16 版以上。' +
    '请更新浏览器，或换一个浏览器打开本页。</p>' +
    '<p lang="en">This browser is too old. Gridward needs Chrome, Edge or a browser built on them from version 108, ' +
    'Firefox from 110 or Safari from 16.</p>'
  document.getElementById('app').appendChild(note)
})()
