@echo off
rem The same words as ./pos, on Windows. Needs Python 3.11 or newer with its launcher (py).
setlocal
set "ROOT=%~dp0"
set "VENV=%ROOT%.venv"
set "PYTHON=%VENV%\Scripts\python.exe"
set "WORD=%~1"
if "%WORD%"=="" goto usage

rem Everything after the first word belongs to the command.
set "REST="
:collect
shift
if "%~1"=="" goto choose
set REST=%REST% "%~1"
goto collect

:choose
for %%W in (run client ledger setup test) do if "%WORD%"=="%%W" goto %%W
goto usage

:run
call :set_up run || exit /b 1
"%PYTHON%" -m pos_client.demo %REST%
exit /b %ERRORLEVEL%

:client
call :set_up run || exit /b 1
"%PYTHON%" -m pos_client %REST%
exit /b %ERRORLEVEL%

:ledger
call :set_up run || exit /b 1
"%PYTHON%" -m sync_engine.ledger %REST%
exit /b %ERRORLEVEL%

:setup
call :set_up run
exit /b %ERRORLEVEL%

:test
call :set_up dev || exit /b 1
call :check %REST%
exit /b %ERRORLEVEL%

:usage
echo usage: pos COMMAND [ARGUMENTS]
echo.
echo   run [ARGS]      set up what is missing, then open the demo shop
echo   test [ARGS]     set up, then ruff, mypy and the test suite; ARGS go to pytest
echo   setup           set up only
echo   client ARGS     the till's command line
echo   ledger ARGS     the central ledger's command line
exit /b 2

:set_up
rem Installs from the hash-locked file %1; does nothing when that very file was installed last.
if not exist "%PYTHON%" (
    py -3.11 -m venv "%VENV%" 2>nul || py -3 -m venv "%VENV%" || exit /b 1
)
fc /b "%ROOT%requirements\%1.lock" "%VENV%\installed.lock" >nul 2>&1 && exit /b 0
rem The packages of the tests include those that run the product.
if "%1"=="run" fc /b "%ROOT%requirements\dev.lock" "%VENV%\installed.lock" >nul 2>&1 && exit /b 0
echo Python packages ...
"%PYTHON%" -m pip install --quiet --disable-pip-version-check --require-hashes -r "%ROOT%requirements\%1.lock" || exit /b 1
rem The .pth file must not end in a backslash.
> "%VENV%\Lib\site-packages\unified_pos.pth" echo %ROOT:~0,-1%
copy /y "%ROOT%requirements\%1.lock" "%VENV%\installed.lock" >nul
exit /b 0

:check
pushd "%ROOT%"
set "FAILED=0"
if "%~1"=="" (
    "%PYTHON%" -m ruff check || set "FAILED=1"
    "%PYTHON%" -m ruff format --check || set "FAILED=1"
    "%PYTHON%" -m mypy || set "FAILED=1"
    "%PYTHON%" -m pytest -n 2 -m "not xvfb and not slow and not bench and not postgres" || set "FAILED=1"
) else (
    "%PYTHON%" -m pytest -n 2 %* || set "FAILED=1"
)
popd
exit /b %FAILED%
