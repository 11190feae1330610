@echo off
rem Starts Steno on Windows. In a checkout, it builds Steno on first use; an installed package has lib\steno.jar and a Java
rem runtime beside this script. All arguments go to Steno: see steno --help.
rem
rem JAVA_HOME        the JDK to use; by default, the java on the PATH. A package uses its own runtime.
rem STENO_JAVA_OPTS  further options for the JVM, e.g. -Xmx2g; they take precedence over those below
rem
rem cmd expands the arguments once, in the line that starts Java, and never within parentheses or by "call": so quotes,
rem per cent signs and ampersands within quotes arrive as they were written. Java inherits the variables, so none has a name
rem that a program reads: HOME and home are one variable here.
setlocal EnableExtensions DisableDelayedExpansion

set "_root=%~dp0"
set "_folder=%_root%cli\target"
if exist "%_root%lib\steno.jar" set "_folder=%_root%lib"
set "_jar=%_folder%\steno.jar"

set "_java=%_root%runtime\bin\java.exe"
if exist "%_java%" goto java
if not defined JAVA_HOME goto path
set "_java=%JAVA_HOME%\bin\java.exe"
if exist "%_java%" goto java
>&2 echo steno: JAVA_HOME is "%JAVA_HOME%", which has no bin\java.exe: set it to a JDK 17 or newer, or unset it
exit /b 1

:path
set "_java="
for %%j in (java.exe) do set "_java=%%~$PATH:j"
if defined _java goto java
>&2 echo steno: no java on the PATH: install a JDK 17 or newer, or set JAVA_HOME
exit /b 1

rem The release file of a Java installation has its version; without one, the JVM says what it misses.
:java
set "_major=17"
for %%r in ("%_java%\..\..") do set "_runtime=%%~fr"
if not exist "%_runtime%\release" goto jar
for /f "usebackq tokens=1,2 delims==" %%k in ("%_runtime%\release") do if "%%k"=="JAVA_VERSION" for /f "delims=.-+" %%m in ("%%~l") do set "_major=%%m"
if %_major% geq 17 goto jar
>&2 echo steno: Java 17 or newer is required, but "%_java%" is older: set JAVA_HOME to a newer one
exit /b 1

:jar
if exist "%_jar%" goto archive
>&2 echo steno: building for first use (mvn package, one to three minutes)...
pushd "%_root%"
call mvn -B -q -Dmaven.test.skip=true -Dspotless.check.skip=true package -pl cli -am 1>&2
popd
if exist "%_jar%" goto archive
>&2 echo steno: the build failed, see above; it needs Maven 3.8 or newer
exit /b 1

rem Archives the classes that a start loads (JVM class-data sharing), which shortens later starts. Only for a package, whose jar
rem does not change. Steno also runs without, so a failure leaves an empty file, which prevents further attempts.
:archive
set "_archive=-Xshare:auto"
if not exist "%_root%lib\steno.jar" goto start
set "_jsa=%_folder%\steno.jsa"
if exist "%_jsa%" goto archived
set "_new=%_jsa%.%RANDOM%"
copy nul "%_new%" >nul 2>nul
if not exist "%_new%" goto start
"%_java%" -XX:+UseSerialGC -Xmx512m "-XX:ArchiveClassesAtExit=%_new%" -Xlog:disable -Dio.netty.jfr.enabled=false -jar "%_jar%" rehearse >nul 2>nul <nul
move /y "%_new%" "%_jsa%" >nul 2>nul
:archived
for %%f in ("%_jsa%") do if %%~zf gtr 0 set "_archive=-XX:SharedArchiveFile=%_jsa%"

rem Short commands end before the optimising compiler would pay off.
:start
set "_short="
for %%c in (ls show info sql call status stop web ca options commands help completion version -h --help -V --version) do if "%~1"=="%%c" set "_short=-XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=3 -XX:-UsePerfData -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0"

rem From 24 on, the JVM warns of sun.misc.Unsafe, which Netty's buffers use.
set "_allow="
if %_major% geq 24 set "_allow=--sun-misc-unsafe-memory-access=allow"

rem Steno prints UTF-8. The console's code page is restored at the end.
set "_page="
for /f "tokens=2 delims=:." %%p in ('chcp 2^>nul') do set /a "_page=%%p"
chcp 65001 >nul 2>nul
rem The reasons for these options are in the script for other systems, beside this one.
"%_java%" -XX:+UseSerialGC -Xms48m -Xmn32m -Xmx512m -XX:MinHeapFreeRatio=15 -XX:MaxHeapFreeRatio=40 %_allow% -Dio.netty.allocator.lowMemory=false -Dio.netty.leakDetection.level=disabled -Dio.netty.jfr.enabled=false "%_archive%" -Xshare:auto -Xlog:disable -Xlog:all=error:stderr %_short% %STENO_JAVA_OPTS% -jar "%_jar%" %*
set "_code=%errorlevel%"
if defined _page chcp %_page% >nul 2>nul
exit /b %_code%
